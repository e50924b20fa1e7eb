# A score map (B, 1, H, W) as weights of the next frame's search tokens, SIDE x SIDE of them: of a finer map the best of a token's cells.
def forward(score: Tensor) -> Tensor:
  s = score
  finer = s.size(2) // $SIDE
  if finer > 1 and s.size(2) == finer * $SIDE:
    s = torch.amax(s.reshape([s.size(0), $SIDE, finer, $SIDE, finer]), [2, 4])
  return torch.unsqueeze(torch.flatten(s, 1), 2)
