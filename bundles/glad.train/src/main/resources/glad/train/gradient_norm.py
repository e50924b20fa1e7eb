def forward(limit: Tensor, g: List[Tensor]) -> Tuple[Tensor, Tensor]:
  total = torch.zeros_like(limit)
  for i in range(torch.len(g)):
    total = total + torch.sum(torch.pow(g[i], 2))
  norm = torch.sqrt(total)
  return (norm, torch.clamp_min(torch.div(norm + 1.e-6, limit), 1.))
