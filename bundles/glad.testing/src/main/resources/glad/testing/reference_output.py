# include norm_silu_conv.py
def forward(x: Tensor, norm_w: Tensor, norm_b: Tensor, w: Tensor, b: Tensor) -> Tensor:
  return norm_silu_conv(x, norm_w, norm_b, w, b, $GROUPS, $EPS)
