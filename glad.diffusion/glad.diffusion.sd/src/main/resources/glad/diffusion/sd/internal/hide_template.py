# include box_coverage.py
# kind (B): 0 leaves a template (B, 3, T, T) as it is, 1 leaves a few grey cells of it, 2 the surroundings of the target's box, 3 a few
# coloured cells.
def forward(image: Tensor, box: Tensor, kind: Tensor) -> Tensor:
  side = torch.size(image, 3)
  blurred = torch.upsample_bilinear2d(torch.adaptive_avg_pool2d(image, [$CELLS, $CELLS]), [side, side], False)
  grey = torch.expand_as(torch.mean(blurred, [1], True), image)
  inside = torch.reshape(box_coverage(box, side), [-1, 1, side, side]) > 0.
  erased = torch.where(inside, torch.mean(image, [2, 3], True), image)
  which = torch.reshape(kind, [-1, 1, 1, 1])
  return torch.where(which == 1, grey, torch.where(which == 2, erased, torch.where(which == 3, blurred, image)))
