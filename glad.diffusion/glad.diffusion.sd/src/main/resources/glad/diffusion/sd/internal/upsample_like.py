# include convolution.py
# Nearest neighbour to the height and width of another map (an odd side halves to the same as the next even one, so
# doubling isn't enough), then a 3x3 convolution.
def forward(x: Tensor, like: Tensor, w: Tensor, b: Tensor) -> Tensor:
  x = torch.upsample_nearest2d(x.to(w.dtype), [like.size(2), like.size(3)])
  return convolution(x, w, b, [1, 1], [1, 1], False)
