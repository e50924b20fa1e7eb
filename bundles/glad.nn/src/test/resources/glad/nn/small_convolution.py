def forward(x: Tensor, w: Tensor) -> Tensor:
  return torch.conv2d(x, w, None, [1, 1], [1, 1])
