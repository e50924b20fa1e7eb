# include basic_block.py
# Its 1x1 convolutions are products over the cells, see pointwise.py.
# A transformer over the cells of a map x (B, C, H, W), conditioned on the text (B, L, D); 2B texts give 2B maps.
def forward(x: Tensor, text: Tensor, norm_w: Tensor, norm_b: Tensor, proj_in_w: Tensor, proj_in_b: Tensor,
            norm1_w: Tensor, norm1_b: Tensor,
            q1: Tensor, k1: Tensor, v1: Tensor, out1_w: Tensor, out1_b: Tensor, norm2_w: Tensor, norm2_b: Tensor,
            q2: Tensor, k2: Tensor, v2: Tensor, out2_w: Tensor, out2_b: Tensor, norm3_w: Tensor, norm3_b: Tensor,
            ff_in_w: Tensor, ff_in_b: Tensor, ff_out_w: Tensor, ff_out_b: Tensor,
            proj_out_w: Tensor, proj_out_b: Tensor) -> Tensor:
  x = x.to(q1.dtype)
  h = torch.group_norm(x, $GROUPS, norm_w, norm_b, 1e-6)
  h = torch.linear(h.flatten(2).transpose(1, 2), proj_in_w.flatten(1), proj_in_b)
  h = basic_block(h, text.to(q1.dtype), norm1_w, norm1_b, q1, k1, v1, out1_w, out1_b, norm2_w, norm2_b,
                  q2, k2, v2, out2_w, out2_b, norm3_w, norm3_b, ff_in_w, ff_in_b, ff_out_w, ff_out_b)
  h = torch.linear(h, proj_out_w.flatten(1), proj_out_b).transpose(1, 2)
  x = for_texts(x, text)
  return x + h.reshape(x.shape)
