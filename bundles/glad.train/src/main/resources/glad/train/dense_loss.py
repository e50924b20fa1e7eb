# include overlap_loss.py
def forward(box: Tensor, truth: Tensor, score: Tensor, heat: Tensor, positives: Tensor, size: Tensor, offset: Tensor, cells: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
  n = torch.size(score, 3)
  # Cells are counted as the head decodes them, whose side need not be the map's.
  cell = torch.arange(n * n, device=score.device)
  corner = torch.stack([torch.remainder(cell, $SIDE), torch.floor_divide(cell, $SIDE)], 0).to($F32)
  centre = torch.div(torch.reshape(corner, [1, 2, n, n]) + offset, $SIDE)
  dense = torch.permute(torch.cat([centre, size], 1), [0, 2, 3, 1])
  all = torch.expand_as(torch.reshape(truth, [-1, 1, 1, 4]), dense)
  # Every target counts as much, however few of its cells lie inside the map.
  share = torch.div(cells, torch.sum(cells, [1, 2, 3], True))
  weight = torch.squeeze(torch.div(share, torch.size(score, 0)), 1)
  l1 = torch.sum(torch.mul(torch.mean(torch.abs(dense - all), -1), weight))
  overlaps = torch.sum(torch.mul(overlap_loss(corners(dense), corners(all)), weight))
  score_loss = torch.div(focal_sum(score, heat, $EPSILON), positives)
  total = torch.mul(score_loss, $FOCAL) + torch.mul(l1, $L1) + torch.mul(overlaps, $OVERLAP)
  return (total, torch.detach(score_loss), torch.detach(l1), torch.detach(overlaps), torch.mean(iou(torch.detach(corners(box)), corners(truth))))
