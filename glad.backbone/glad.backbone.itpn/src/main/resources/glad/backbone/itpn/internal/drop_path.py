def drop_path(h: Tensor, rate: float) -> Tensor:
  if rate > 0.:
    # One draw per sample: the whole branch is kept and scaled up, or left out.
    draws = torch.new_full(h, [torch.size(h, 0)] + [1] * (torch.dim(h) - 1), 1. - rate)
    h = h * (torch.bernoulli(draws) / (1. - rate))
  return h
