def forward(map: Tensor) -> Tensor:
  return torch.contiguous(torch.transpose(torch.flatten(map, 2), 1, 2)).to($F32)
