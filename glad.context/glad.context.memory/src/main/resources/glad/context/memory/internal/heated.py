def forward(guided: Tensor, heat: Tensor) -> Tensor:
  return guided * heat
