# include convolution.py
# (B, H, W, C) -> (B, H/2, W/2, 2C)
def forward(x: Tensor, norm_w: Tensor, norm_b: Tensor, w: Tensor, b: Tensor) -> Tensor:
  h = torch.permute(torch.layer_norm(x, [$WIDTH], norm_w, norm_b, 1e-6), [0, 3, 1, 2])
  return torch.contiguous(torch.permute(convolution(h, w, b, [2, 2], [0, 0], False), [0, 2, 3, 1]))
