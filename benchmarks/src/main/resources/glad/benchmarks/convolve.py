# include convolution.py
def forward(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
  if $WAY == 0:
    h = torch.conv2d(x, w, b, $STRIDE, $PADDING)
  elif $WAY == 1:
    h = convolution(x, w, b, $STRIDE, $PADDING, False)
  elif $WAY == 2:
    h = padded(x, w, b, $STRIDE, $PADDING, False)
  else:
    h = unfolded(x, w, b, $STRIDE, $PADDING)
  return h
