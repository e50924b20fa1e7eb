# Positions count from the padding's id + 1; padding has the position of its id.
def forward(ids: Tensor, words: Tensor, positions: Tensor, types: Tensor, norm_w: Tensor, norm_b: Tensor) -> Tensor:
  used = (ids != $PADDING).to($I64)
  places = torch.cumsum(used, 1) * used + $PADDING
  x = torch.embedding(words, ids) + types[0] + torch.embedding(positions, places)
  return torch.layer_norm(x, [$WIDTH], norm_w, norm_b, $EPSILON)
