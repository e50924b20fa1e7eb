def forward(x: Tensor) -> Tensor:
  return x.to($F32)
