# include losses.py
# Of each sample with the target's heat map (B, N * N): the focal loss of the score with what counts of words, as the tracker's stage has it,
# and the cross-entropy, as one choice among all cells, of how well words fit them, the first of evidence (B, 2, N, N).
def forward(score: Tensor, evidence: Tensor, heat: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
  found = torch.div(focal_sum(torch.clamp(score, 1e-4, 1. - 1e-4), torch.reshape(heat, torch.size(score)), 1e-6), torch.size(score, 0))
  wanted = heat / torch.sum(heat, [1], True)
  fit = torch.mean(-torch.sum(wanted * torch.log_softmax(torch.flatten(evidence[:, 0], 1), 1), [1]))
  return (found + $FIT * fit, torch.detach(found), torch.detach(fit))
