def forward(x: Tensor, w: Tensor) -> Tensor:
  return (x.to(w.dtype) * w).to($F32)
