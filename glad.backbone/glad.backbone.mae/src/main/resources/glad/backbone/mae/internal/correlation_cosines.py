# include correlation_features.py
def correlation_cosines(detail: Tensor, template: Tensor, w: Tensor, b: Tensor) -> Tensor:
  # Every cell of the templates, by slots and then row by row of tokens, with every cell of the search region: (B, cells, H W).
  n = torch.size(detail, 0)
  cells = torch.reshape(torch.transpose(torch.reshape(template, [n, -1, $SIDE * $SIDE, $WIDTH, 4]), 3, 4), [n, -1, $WIDTH])
  search = torch.flatten(correlation_features(detail, w, b), 2)
  return torch.matmul(cells.to(w.dtype), search.to(w.dtype)).to($F32)


# The map with one more channel for each row of what was compared.
def beside_detail(detail: Tensor, same: Tensor) -> Tensor:
  return torch.cat([detail, torch.reshape(same, [torch.size(same, 0), -1, torch.size(detail, 2), torch.size(detail, 3)])], 1)
