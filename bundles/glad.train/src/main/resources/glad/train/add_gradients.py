def forward(first: Tensor, g: List[Tensor], h: List[Tensor]) -> Tensor:
  for i in range(torch.len(g)):
    _0 = torch.add_(g[i], h[i].to(g[i].device))
    _1 = torch.zero_(h[i])
  return first
