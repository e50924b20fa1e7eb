# A template's tokens with the positions of their slot, and as the last channel how much of the target each holds.
def forward(map: Tensor, mask: Tensor, pos: Tensor) -> Tensor:
  tokens = torch.flatten(map, 1, 2) + pos[:, $FROM:$FROM + $COUNT]
  return torch.cat([tokens.to($F32), mask], 2)
