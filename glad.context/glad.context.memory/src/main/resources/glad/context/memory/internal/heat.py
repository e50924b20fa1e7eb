# include similarity.py
# (B, N, 1) in 0..1. Together, all samples share one smallest and one largest value, as in the official training.
def forward(search: Tensor, others: Tensor) -> Tensor:
  r = similarity(others, search)
  if $TOGETHER:
    least = torch.min(r)
    most = torch.max(r)
  else:
    least = torch.amin(r, [1], True)
    most = torch.amax(r, [1], True)
  span = torch.clamp_min(most - least, 1e-12)
  if $INVERTED:
    h = (most - r) / span
  else:
    h = (r - least) / span
  return h
