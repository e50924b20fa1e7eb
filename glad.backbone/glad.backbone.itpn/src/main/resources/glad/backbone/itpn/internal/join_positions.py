# One or two grids of positions -> [search, template] tables of other sides; bicubic, corners on corners.
def resize(table: Tensor, side: int, to: int) -> Tensor:
  if side == to:
    return table
  grid = torch.permute(torch.reshape(table, [1, side, side, -1]), [0, 3, 1, 2])
  return torch.transpose(torch.flatten(torch.upsample_bicubic2d(grid, [to, to], True), 2), 1, 2)


def forward(search: Tensor, template: Tensor) -> Tensor:
  return torch.cat([resize(search, $SEARCH_FROM, $SEARCH_TO), resize(template, $TEMPLATE_FROM, $TEMPLATE_TO)], 1)
