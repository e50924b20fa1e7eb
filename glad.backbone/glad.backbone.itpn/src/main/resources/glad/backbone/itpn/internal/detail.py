# (B, H, W, C) -> (B, C, H, W) fp32
def forward(map: Tensor) -> Tensor:
  return torch.contiguous(torch.permute(map, [0, 3, 1, 2])).to($F32)
