# A square grid of positions, of pretraining, for as many templates or search regions of another side; bicubic, without aligned corners.
def forward(table: Tensor) -> Tensor:
  grid = torch.permute(torch.reshape(table, [1, $FROM, $FROM, -1]), [0, 3, 1, 2])
  if $FROM != $TO:
    grid = torch.upsample_bicubic2d(grid, [$TO, $TO], False)
  one = torch.transpose(torch.flatten(grid, 2), 1, 2)
  return torch.repeat(one, [1, $TIMES, 1])
