def forward(ids: Tensor, table: Tensor) -> Tuple[Tensor, Tensor]:
  mask = torch.ne(ids, 0).to(6)
  return torch.embedding(table, ids).to(6) * torch.unsqueeze(mask, 2), mask
