# What is added to the scores of every pair of tokens [template, search], (1, H, N, N), by how many rows and columns the key's token
# lies before the query's; nothing between tokens of different images.
def forward(x: Tensor, table: Tensor) -> Tensor:
  t = torch.arange($TEMPLATE * $TEMPLATE, dtype=$I64, device=x.device)
  s = torch.arange($SEARCH * $SEARCH, dtype=$I64, device=x.device)
  row = torch.cat([torch.floor_divide(t, $TEMPLATE), torch.floor_divide(s, $SEARCH)])
  column = torch.cat([torch.remainder(t, $TEMPLATE), torch.remainder(s, $SEARCH)])
  image = torch.cat([torch.zeros_like(t), torch.ones_like(s)])
  rows = torch.unsqueeze(row, 1) - torch.unsqueeze(row, 0) + ($SEARCH - 1)
  columns = torch.unsqueeze(column, 1) - torch.unsqueeze(column, 0) + ($SEARCH - 1)
  same = torch.eq(torch.unsqueeze(image, 1), torch.unsqueeze(image, 0))
  bias = torch.index_select(table, 0, torch.flatten(rows * (2 * $SEARCH - 1) + columns))
  bias = torch.reshape(bias, [torch.size(row, 0), torch.size(row, 0), -1]) * torch.unsqueeze(same, 2).to(table.dtype)
  return torch.unsqueeze(torch.contiguous(torch.permute(bias, [2, 0, 1])), 0)
