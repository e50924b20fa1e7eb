# include self_attention.py
def forward(map: Tensor, pos: Tensor, norm_w: Tensor, norm_b: Tensor, qkv_w: Tensor, proj_w: Tensor, proj_b: Tensor,
            out_w: Tensor, out_b: Tensor) -> Tensor:
  x = torch.transpose(torch.flatten(map.to(qkv_w.dtype), 2), 1, 2) + pos
  h = torch.layer_norm(x, [$IN], norm_w, norm_b, 1e-5)
  h = torch.linear(self_attention(torch.linear(h, qkv_w), $HEADS), proj_w, proj_b)
  return torch.layer_norm(h, [$OUT], out_w, out_b, 1e-5)
