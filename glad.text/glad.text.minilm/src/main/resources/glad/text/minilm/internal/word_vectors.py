def forward(ids: Tensor, table: Tensor) -> Tensor:
  return torch.embedding(table, ids).to($F32)
