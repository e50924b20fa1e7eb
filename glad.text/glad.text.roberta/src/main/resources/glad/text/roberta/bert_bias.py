# mask (B, L), 0 for padding -> (B, 1, 1, L): -inf for tokens that nothing looks at, 0 elsewhere.
def forward(mask: Tensor) -> Tensor:
  hidden = (mask < 0.5).unsqueeze(1).unsqueeze(1)
  return torch.masked_fill(torch.zeros_like(hidden).to($F32), hidden, float("-inf"))
