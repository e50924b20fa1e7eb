# include box_coverage.py
# Cells (B, N, C) as directions from the search region's mean.
def directions(cells: Tensor, mean: Tensor) -> Tensor:
  h = cells - mean
  return h * torch.rsqrt(torch.sum(h * h, [2], True) + 1e-6)


def forward(search: Tensor, template: Tensor, box: Tensor) -> Tuple[Tensor, Tensor]:
  n = torch.size(search, 0)
  mean = torch.mean(search, [1], True)
  share = box_coverage(box, $TEMPLATE_SIDE)
  share = share / torch.clamp(torch.sum(share, [1], True), 1e-6)
  target = directions(template, mean) * share
  grid = torch.reshape(torch.transpose(search, 1, 2), [n, -1, $SIDE, $SIDE])
  sides = annotate(List[int], $SIDES)
  maps = annotate(List[Tensor], [])
  for i in range(torch.len(sides)):
    side = sides[i]
    cells = torch.transpose(torch.flatten(torch.upsample_bilinear2d(grid, [side, side], False), 2), 1, 2)
    same = torch.matmul(target, torch.transpose(directions(cells, mean), 1, 2))
    # Adds up, for each place of the template, how much its cells look like those below them; cut to places whose middle is inside.
    whole = side + $TEMPLATE_SIDE - 1
    placed = torch.col2im(torch.flip(same, [1]), [whole, whole], [$TEMPLATE_SIDE, $TEMPLATE_SIDE], [1, 1], [0, 0], [1, 1])
    first = torch.floordiv($TEMPLATE_SIDE, 2) - 1
    inside = torch.narrow(torch.narrow(placed, 2, first, side + 1), 3, first, side + 1)
    smooth = torch.upsample_bicubic2d(inside, [$POINTS, $POINTS], True)
    score = torch.exp((torch.clamp(smooth, None, 1.) - 1.) / $TEMPERATURE)
    if i > 0:
      score = score * $CHANGED
    _0 = torch.append(maps, torch.clamp(score, 1e-9, 1. - 1e-4))
  all = torch.cat(maps, 1)
  return (all, torch.amax(all, [1], True))
