# What tokens of a sample, (B, N, C), have in common, and how much they differ, by channel: (B, 1, C) each. Trained tokens differ by little of
# what all have in common.
def common_and_spread(tokens: Tensor) -> Tuple[Tensor, Tensor]:
  mean = torch.mean(tokens, [1], True)
  h = tokens - mean
  return (mean, torch.sqrt(torch.mean(h * h, [1], True) + 1e-6))


# Tokens without what all of their sample have in common, by channel with deviation 1.
def peculiar(tokens: Tensor) -> Tensor:
  common, spread = common_and_spread(tokens)
  return (tokens - common) / spread
