def forward(response: Tensor, size: Tensor, offset: Tensor) -> Tuple[Tensor, Tensor]:
  best, cell = torch.max(torch.flatten(response, 1), 1)
  index = torch.repeat_interleave(torch.reshape(cell, [-1, 1, 1]), 2, 1)
  wh = torch.squeeze(torch.gather(torch.flatten(size, 2), 2, index), 2)
  xy = torch.squeeze(torch.gather(torch.flatten(offset, 2), 2, index), 2)
  corner = torch.stack([torch.remainder(cell, $SIDE), torch.floor_divide(cell, $SIDE)], 1).to($F32)
  return (torch.cat([(corner + xy) / $SIDE, wh], 1), best)
