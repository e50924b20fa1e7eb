def forward(map: Tensor, pos: Tensor) -> Tensor:
  return (torch.transpose(torch.flatten(map, 2), 1, 2) + pos).to($F32)
