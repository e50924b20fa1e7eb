# include attention.py
# Self-attention of one head over the cells of a map x (B, C, H, W).
def forward(x: Tensor, norm_w: Tensor, norm_b: Tensor, q_w: Tensor, q_b: Tensor, k_w: Tensor, k_b: Tensor,
            v_w: Tensor, v_b: Tensor, out_w: Tensor, out_b: Tensor) -> Tensor:
  x = x.to(q_w.dtype)
  h = torch.group_norm(x, $GROUPS, norm_w, norm_b, 1e-6).flatten(2).transpose(1, 2)
  h = attend(torch.linear(h, q_w, q_b), torch.linear(h, k_w, k_b), torch.linear(h, v_w, v_b), 1)
  return x + torch.linear(h, out_w, out_b).transpose(1, 2).reshape(x.shape)
