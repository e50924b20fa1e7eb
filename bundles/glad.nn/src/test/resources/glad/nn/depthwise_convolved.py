# include convolution.py
# Computed in bfloat16 where asked; takes and gives fp32.
def forward(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
  t = $F32
  if $ROUNDED:
    t = $BF16
  return depthwise(x.to(t), w.to(t), b.to(t), [2, 1], [0, 1]).to($F32)
