def edge_coverage(start: Tensor, end: Tensor, side: int) -> Tensor:
  lower = torch.unsqueeze(torch.arange(side, dtype=$F32, device=start.device), 0)
  low = torch.maximum(torch.unsqueeze(start, 1) * side, lower)
  high = torch.minimum(torch.unsqueeze(end, 1) * side, lower + 1)
  return torch.clamp(high - low, 0.)


def box_coverage(box: Tensor, side: int) -> Tensor:
  x = edge_coverage(box[:, 0] - box[:, 2] / 2, box[:, 0] + box[:, 2] / 2, side)
  y = edge_coverage(box[:, 1] - box[:, 3] / 2, box[:, 1] + box[:, 3] / 2, side)
  return torch.unsqueeze(torch.flatten(torch.unsqueeze(y, 2) * torch.unsqueeze(x, 1), 1), 2)
