# include convolution.py
# Half a residual block: group norm, SiLU, 3x3 convolution.
def norm_conv(x: Tensor, norm_w: Tensor, norm_b: Tensor, conv_w: Tensor, conv_b: Tensor) -> Tensor:
  # In place where nobody else sees it: at 512 x 512 a fresh map costs as much as what is done to it.
  x = torch.silu_(torch.group_norm(x, $GROUPS, norm_w, norm_b, $EPS))
  return convolution(x, conv_w, conv_b, [1, 1], [1, 1], False)
