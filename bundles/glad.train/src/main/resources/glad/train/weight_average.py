def forward(share: Tensor, p: List[Tensor], s: List[Tensor]) -> Tensor:
  for i in range(torch.len(p)):
    _0 = torch.lerp_(s[i], p[i].to(s[i].device), share)
  return share
