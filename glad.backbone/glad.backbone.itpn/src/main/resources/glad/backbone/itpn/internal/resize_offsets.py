# A table (F * F, H) of the offsets -F/2 to F/2 in rows and columns -> (T * T, H); bicubic, the middle and the corners staying.
def forward(table: Tensor) -> Tensor:
  grid = torch.permute(torch.reshape(table, [1, $FROM, $FROM, -1]), [0, 3, 1, 2])
  grid = torch.upsample_bicubic2d(grid, [$TO, $TO], True)
  return torch.contiguous(torch.transpose(torch.reshape(grid, [torch.size(table, 1), $TO * $TO]), 0, 1))
