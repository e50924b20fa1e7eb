# Which fraction of each token's 16 pixels along one side lies in [start, start + size - 1). Both ends are cut to whole pixels, and below
# 0 are counted from the other end, as the official code does by Python's slices.
def inside(start: Tensor, size: Tensor) -> Tensor:
  all = 16. * $SIDE
  first = torch.trunc(start)
  end = torch.trunc(start + size - 1.)
  first = torch.where(torch.lt(first, 0.), torch.clamp_min(first + all, 0.), first)
  end = torch.where(torch.lt(end, 0.), torch.clamp_min(end + all, 0.), end)
  pixel = torch.unsqueeze(torch.arange(16 * $SIDE, dtype=$F32, device=start.device), 0)
  hit = torch.logical_and(torch.ge(pixel, torch.unsqueeze(first, 1)), torch.lt(pixel, torch.unsqueeze(end, 1))).to($F32)
  return torch.mean(torch.reshape(hit, [-1, $SIDE, 16]), [2])


# box (B, 4): centre and size as fractions of the template. Tracking takes whole pixels round the template's middle, training the box.
def rectangle(box: Tensor) -> Tensor:
  size = box[:, 2:] * (16. * $SIDE)
  if $JITTERED:
    start = box[:, :2] * (16. * $SIDE) - size / 2.
  else:
    size = torch.trunc(size)
    start = torch.trunc(8. * $SIDE - size / 2.)
  x = inside(start[:, 0], size[:, 0])
  y = inside(start[:, 1], size[:, 1])
  return torch.unsqueeze(torch.flatten(torch.unsqueeze(y, 2) * torch.unsqueeze(x, 1), 1), 2)
