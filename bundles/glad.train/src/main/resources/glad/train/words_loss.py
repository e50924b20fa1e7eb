# include losses.py
# Of each sample with what the tracker finds without words, score (B, 1, N, N), the evidence of words (B, 2, S * S) on search tokens, and the
# target's heat map (B, N * N): the focal loss of the score with what counts of the words added to its logit, as a head does; and the
# cross-entropy, as one choice among all cells, of how well words fit beside the score: they have to say what the tracker doesn't see by itself.
def forward(score: Tensor, evidence: Tensor, heat: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
  e = torch.reshape(evidence, [-1, 2, $SIDE, $SIDE])
  if $MAP != $SIDE:
    e = torch.upsample_bilinear2d(e, [$MAP, $MAP], False, None)
  s = torch.clamp(torch.squeeze(score, 1), 1e-4, 1. - 1e-4)
  wanted = torch.reshape(heat, torch.size(s))
  x = torch.exp(e[:, 1])
  told = torch.clamp(s * x / (1. + s * (x - 1.)), 1e-4, 1. - 1e-4)
  found = torch.div(focal_sum(told, wanted, 1e-6), torch.size(score, 0))
  choice = torch.log_softmax(torch.flatten(torch.log(s / (1. - s)) + e[:, 0], 1), 1)
  fit = torch.mean(-torch.sum(heat / torch.sum(heat, [1], True) * choice, [1]))
  return (found + $FIT * fit, torch.detach(found), torch.detach(fit))
