def forward(search: Tensor, score: Tensor, first: Tensor) -> Tensor:
  return torch.where(torch.gt(first, 0.), torch.ones_like(score), score)
