# Half a residual block: group norm, SiLU, 3x3 convolution.
def norm_conv(x: Tensor, norm_w: Tensor, norm_b: Tensor, conv_w: Tensor, conv_b: Tensor) -> Tensor:
  x = torch.silu(torch.group_norm(x, $GROUPS, norm_w, norm_b, $EPS))
  return torch.conv2d(x, conv_w, conv_b, [1, 1], [1, 1])
