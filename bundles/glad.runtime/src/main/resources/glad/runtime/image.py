# Bytes (B, H, W, 3) to a normalised picture (B, 3, H, W).
def forward(x: Tensor, mean: Tensor, std: Tensor) -> Tensor:
  y = x.permute([0, 3, 1, 2]).to(6).contiguous()
  return (y / 255.0 - mean) / std
