# Which fraction of each token's 16x16 pixels lies inside the box: a pixel counts by its left and upper edge.
def inside(start: Tensor, size: Tensor) -> Tensor:
  pixel = torch.unsqueeze(torch.arange(16 * $SIDE, dtype=$F32, device=start.device), 0)
  first = torch.unsqueeze(start, 1) * (16 * $SIDE)
  last = first + torch.unsqueeze(size, 1) * (16 * $SIDE)
  hit = torch.logical_and(pixel >= first, pixel < last).to($F32)
  return torch.mean(torch.reshape(hit, [-1, $SIDE, 16]), [2])


def forward(map: Tensor, pos: Tensor, background: Tensor, foreground: Tensor, box: Tensor) -> Tensor:
  x = inside(box[:, 0] - box[:, 2] / 2, box[:, 2])
  y = inside(box[:, 1] - box[:, 3] / 2, box[:, 3])
  share = torch.unsqueeze(torch.flatten(torch.unsqueeze(y, 2) * torch.unsqueeze(x, 1), 1), 2).to(map.dtype)
  tokens = torch.flatten(map, 1, 2) + pos[:, $SEARCH:]
  return (tokens + (foreground * share + background * (1. - share))).to($F32)
