# include convolution.py
# Nearest neighbour to twice the size, then a 3x3 convolution.
def forward(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
  x = torch.upsample_nearest2d(x.to(w.dtype), [2 * x.size(2), 2 * x.size(3)])
  return convolution(x, w, b, [1, 1], [1, 1], False)
