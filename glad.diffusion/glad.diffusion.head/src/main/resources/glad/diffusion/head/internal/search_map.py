def forward(search: Tensor) -> Tensor:
  return torch.reshape(torch.transpose(search, 1, 2), [torch.size(search, 0), torch.size(search, 2), $SIDE, $SIDE])
