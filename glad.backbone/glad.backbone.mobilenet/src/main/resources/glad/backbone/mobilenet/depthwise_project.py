# include convolution.py
# include pointwise.py
def forward(expanded: Tensor, x: Tensor, depthwise_w: Tensor, depthwise_b: Tensor, w: Tensor, b: Tensor) -> Tensor:
  if $STRIDE == 2:
    # TensorFlow's "SAME" of an even side.
    h = depthwise(torch.constant_pad_nd(expanded, [0, 1, 0, 1]), depthwise_w, depthwise_b, [2, 2], [0, 0])
  else:
    h = depthwise(expanded, depthwise_w, depthwise_b, [1, 1], [1, 1])
  h = pointwise(torch.hardtanh(h, 0., 6.), w, torch.unsqueeze(b, 1))
  if $RESIDUAL:
    h = h + x
  return h
