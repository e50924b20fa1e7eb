def forward(x: Tensor, window: Tensor, w: Tensor, b: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
  maps = torch.sigmoid(torch.linear(x.to(w.dtype), w, b).to(x.dtype)).transpose(1, 2).reshape([-1, 5, $SIDE, $SIDE])
  best, cell = torch.max(torch.flatten(maps[:, 0:1] * window, 1), 1, True)
  shape = torch.gather(torch.flatten(maps[:, 1:5], 2), 2, torch.unsqueeze(cell, 1).expand([-1, 4, -1]))[:, :, 0]
  at = torch.cat([torch.remainder(cell, $SIDE), torch.floor_divide(cell, $SIDE)], 1).to(x.dtype)
  boxes = torch.cat([(at + shape[:, 0:2]) / $SIDE, shape[:, 2:4]], 1)
  return boxes, best[:, 0], maps[:, 0:1], maps[:, 3:5], maps[:, 1:3]
