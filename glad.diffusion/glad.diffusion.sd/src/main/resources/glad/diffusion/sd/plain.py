# Feature maps as fp32 without guidance.
def forward(a: Tensor, b: Tensor, c: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
  return (a.to(6), b.to(6), c.to(6))
