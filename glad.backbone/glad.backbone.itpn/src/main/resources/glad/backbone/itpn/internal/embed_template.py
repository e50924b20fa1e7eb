# The template's tokens with their positions, which come after those of the search region.
def forward(map: Tensor, pos: Tensor) -> Tensor:
  return (torch.flatten(map, 1, 2) + pos[:, $SEARCH:]).to($F32)
