def forward(first: Tensor, p: List[Tensor], q: List[Tensor]) -> Tensor:
  for i in range(torch.len(p)):
    _0 = torch.copy_(q[i], p[i])
  return first
