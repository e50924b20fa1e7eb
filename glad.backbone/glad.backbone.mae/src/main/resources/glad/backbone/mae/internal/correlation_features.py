# include pointwise.py
def correlation_features(detail: Tensor, w: Tensor, b: Tensor) -> Tensor:
  # Unit length over the channels, in fp32.
  h = pointwise(detail.to(w.dtype), w, torch.unsqueeze(b, 1)).to($F32)
  return h * torch.rsqrt(torch.sum(h * h, [1], True) + 1e-6)
