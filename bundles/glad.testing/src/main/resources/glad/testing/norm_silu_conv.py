# include cells_product.py
def norm_silu_conv(x: Tensor, norm_w: Tensor, norm_b: Tensor, w: Tensor, b: Tensor, groups: int, eps: float) -> Tensor:
  g = torch.reshape(x, [torch.size(x, 0), groups, -1])
  mean = torch.mean(g, [2], True)
  h = (g - mean) * torch.rsqrt(torch.mean((g - mean) * (g - mean), [2], True) + eps)
  h = torch.reshape(h, torch.size(x)) * torch.reshape(norm_w, [1, -1, 1, 1]) + torch.reshape(norm_b, [1, -1, 1, 1])
  return cells_product(h * torch.sigmoid(h), w, b, 1, [1, 1, 1, 1])
