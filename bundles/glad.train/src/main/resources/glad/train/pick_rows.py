# Of each row of the first (B, ...) or, where "which" (B) is 1, of the second.
def forward(first: Tensor, second: Tensor, which: Tensor) -> Tensor:
  row = torch.gt(torch.reshape(which, [-1, 1]), 0.5)
  if torch.dim(first) == 3:
    row = torch.unsqueeze(row, 2)
  return torch.where(row, second, first)
