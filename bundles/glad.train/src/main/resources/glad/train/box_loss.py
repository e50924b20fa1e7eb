# include overlap_loss.py
def forward(box: Tensor, truth: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
  a = corners(box)
  # As the official training: the part of the target that lies in the search region is what counts.
  b = torch.clamp(corners(truth), 0., 1.)
  l1 = torch.mean(torch.abs(a - b))
  overlaps = torch.mean(overlap_loss(a, b))
  total = torch.mul(overlaps, $OVERLAP) + torch.mul(l1, $L1)
  return (total, torch.detach(l1), torch.detach(overlaps), torch.mean(iou(torch.detach(a), b)))
