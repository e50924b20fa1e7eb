def forward(response: Tensor, box: Tensor) -> Tuple[Tensor, Tensor]:
  best, cell = torch.max(torch.flatten(response, 1), 1)
  points = $POINTS * $POINTS
  sides = torch.tensor(annotate(List[int], $SIDES), dtype=$F32, device=box.device)
  # A cell of the template in fractions of the search region.
  unit = $TEMPLATE_SIDE / torch.unsqueeze(torch.index_select(sides, 0, torch.floor_divide(cell, points)), 1)
  place = torch.remainder(cell, points)
  at = torch.stack([torch.remainder(place, $POINTS), torch.floor_divide(place, $POINTS)], 1).to($F32) / ($POINTS - 1)
  return (torch.cat([at + (box[:, :2] - 0.5) * unit, box[:, 2:] * unit], 1), best)
