def forward(ids: Tensor, tokens: Tensor, positions: Tensor) -> Tensor:
  return torch.embedding(tokens, ids) + positions
