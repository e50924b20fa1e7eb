# A convolution as what it is by definition: for each place of the filter one product over all cells, summed.
def cells_product(x: Tensor, w: Tensor, b: Tensor, stride: int, padding: List[int]) -> Tensor:
  x = torch.constant_pad_nd(x, padding)
  n = torch.size(x, 0)
  k = torch.size(w, 2)
  rows = torch.floordiv(torch.size(x, 2) - k, stride) + 1
  columns = torch.floordiv(torch.size(x, 3) - k, stride) + 1
  h = torch.expand(torch.unsqueeze(b, 1), [n, -1, rows * columns])
  for i in range(k):
    for j in range(k):
      part = torch.slice(torch.slice(x, 2, i, i + stride * (rows - 1) + 1, stride), 3, j, j + stride * (columns - 1) + 1, stride)
      h = h + torch.matmul(torch.select(torch.select(w, 3, j), 2, i), torch.flatten(part, 2))
  return torch.reshape(h, [n, torch.size(w, 0), rows, columns])
