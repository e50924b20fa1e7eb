# A sentence has positions from 0 and the first of the two types.
def forward(ids: Tensor, words: Tensor, positions: Tensor, types: Tensor, norm_w: Tensor, norm_b: Tensor) -> Tensor:
  x = torch.embedding(words, ids) + types[0] + torch.narrow(positions, 0, 0, torch.size(ids, 1))
  return torch.layer_norm(x, [$WIDTH], norm_w, norm_b, $EPSILON)
