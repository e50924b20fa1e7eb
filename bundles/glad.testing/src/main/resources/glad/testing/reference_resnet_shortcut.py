# include norm_silu_conv.py
def forward(x: Tensor, norm1_w: Tensor, norm1_b: Tensor, conv1_w: Tensor, conv1_b: Tensor,
            norm2_w: Tensor, norm2_b: Tensor, conv2_w: Tensor, conv2_b: Tensor,
            shortcut_w: Tensor, shortcut_b: Tensor) -> Tensor:
  h = norm_silu_conv(x, norm1_w, norm1_b, conv1_w, conv1_b, $GROUPS, $EPS)
  h = norm_silu_conv(h, norm2_w, norm2_b, conv2_w, conv2_b, $GROUPS, $EPS)
  return h + cells_product(x, shortcut_w, shortcut_b, 1, [0, 0, 0, 0])
