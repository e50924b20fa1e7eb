def forward(score: Tensor, window: Tensor) -> Tensor:
  return score * window
