def forward(ids: Tensor, table: Tensor) -> Tuple[Tensor, Tensor]:
  mask = torch.ne(ids, 0).to($F32)
  return torch.embedding(table, ids).to($F32) * torch.unsqueeze(mask, 2), mask
