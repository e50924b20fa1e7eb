def forward(tokens: Tensor, mark: Tensor) -> Tensor:
  return tokens + mark.to(tokens.dtype)
