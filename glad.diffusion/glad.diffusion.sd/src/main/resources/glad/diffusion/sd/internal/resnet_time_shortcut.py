# include norm_conv.py
# include pointwise.py
# Residual block told the time step, its input brought to the output's width by a 1x1 convolution.
def forward(x: Tensor, time: Tensor, norm1_w: Tensor, norm1_b: Tensor, conv1_w: Tensor, conv1_b: Tensor,
            time_w: Tensor, time_b: Tensor,
            norm2_w: Tensor, norm2_b: Tensor, conv2_w: Tensor, conv2_b: Tensor,
            shortcut_w: Tensor, shortcut_b: Tensor) -> Tensor:
  x = x.to(conv1_w.dtype)
  h = norm_conv(x, norm1_w, norm1_b, conv1_w, conv1_b)
  t = torch.linear(torch.silu(time.to(time_w.dtype)), time_w, time_b)
  h = h.add_(t.unsqueeze(-1).unsqueeze(-1))
  h = norm_conv(h, norm2_w, norm2_b, conv2_w, conv2_b)
  return h.add_(pointwise(x, shortcut_w, torch.unsqueeze(shortcut_b, 1)))
