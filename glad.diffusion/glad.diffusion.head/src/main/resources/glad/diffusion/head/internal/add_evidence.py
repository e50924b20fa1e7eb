# Adds the second row of evidence (B, 2, $SIDE * $SIDE) to the logit of a score (B, 1, $MAP, $MAP), and gives both rows on the score's cells.
# Written in odds, s x / (1 + s (x - 1)) with x = exp(evidence), so that evidence of 0 changes no bit.
def forward(score: Tensor, evidence: Tensor) -> Tuple[Tensor, Tensor]:
  e = torch.reshape(evidence, [-1, 2, $SIDE, $SIDE])
  if $MAP != $SIDE:
    e = torch.upsample_bilinear2d(e, [$MAP, $MAP], False, None)
  x = torch.exp(e[:, 1:])
  return (score * x / (1. + score * (x - 1.)), e)
