# include norm_conv.py
# The end of a network: its result is fp32.
def forward(x: Tensor, norm_w: Tensor, norm_b: Tensor, conv_w: Tensor, conv_b: Tensor) -> Tensor:
  return norm_conv(x.to(conv_w.dtype), norm_w, norm_b, conv_w, conv_b).to($F32)
