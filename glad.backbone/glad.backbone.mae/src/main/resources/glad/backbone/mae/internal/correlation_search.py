# include correlation_features.py
def forward(detail: Tensor, template: Tensor, w: Tensor, b: Tensor) -> Tensor:
  n = torch.size(detail, 0)
  cells = torch.reshape(torch.transpose(torch.reshape(template, [n, $SIDE * $SIDE, $WIDTH, 4]), 2, 3), [n, -1, $WIDTH])
  search = torch.flatten(correlation_features(detail, w, b), 2)
  same = torch.matmul(cells.to(w.dtype), search.to(w.dtype)).to($F32)
  return torch.cat([detail, torch.reshape(same, [n, -1, torch.size(detail, 2), torch.size(detail, 3)])], 1)
