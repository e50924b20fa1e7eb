# mask (B, L), 0 for padding -> (B, 1, L, L): -inf where a token must not look, 0 elsewhere.
def forward(mask: Tensor) -> Tensor:
  length = mask.size(1)
  hidden = torch.triu(torch.ones_like(mask[0]).expand([length, length]), 1) > 0
  hidden = hidden.unsqueeze(0).unsqueeze(0).expand([mask.size(0), 1, length, length])
  if $HIDE_PADDING:
    hidden = torch.logical_or(hidden, (mask < 0.5).unsqueeze(1).unsqueeze(1))
  return torch.masked_fill(torch.zeros_like(hidden).to($F32), hidden, float("-inf"))
