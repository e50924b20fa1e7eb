# include losses.py
def corners(box: Tensor) -> Tensor:
  half = torch.slice(box, -1, 2, 4) / 2.
  centre = torch.slice(box, -1, 0, 2)
  return torch.cat([centre - half, centre + half], -1)

def forward(score: Tensor, size: Tensor, offset: Tensor, heat: Tensor, cells: Tensor, box: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
  n = torch.size(score, 3)
  line = torch.arange(n, dtype=6)
  x = torch.expand(torch.reshape(line, [1, 1, n]), [1, n, n])
  y = torch.expand(torch.reshape(line, [1, n, 1]), [1, n, n])
  grid = torch.stack([x, y], 1)
  centre = torch.div(grid + offset, n)
  dense = torch.permute(torch.cat([centre, size], 1), [0, 2, 3, 1])
  truth = torch.expand_as(torch.reshape(box, [-1, 1, 1, 4]), dense)
  weight = torch.squeeze(torch.div(cells, torch.sum(cells)), 1)
  l1 = torch.sum(torch.mul(torch.mean(torch.abs(dense - truth), -1), weight))
  if $COMPLETE:
    each = ciou(corners(dense), corners(truth))
  else:
    each = giou(corners(dense), corners(truth))
  overlaps = torch.sum(torch.mul(1 - each, weight))
  score_loss = focal(score, heat)
  total = torch.mul(score_loss, $FOCAL) + torch.mul(l1, $L1) + torch.mul(overlaps, $OVERLAP)
  return (total, torch.detach(score_loss), torch.detach(l1), torch.detach(overlaps))
