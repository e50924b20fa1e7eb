def forward(guided: Tensor, row: Tensor, w: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
  heat = torch.sigmoid(torch.mean(torch.linear(guided.to(w.dtype), w).to(row.dtype) * row, [2], True))
  return guided * (1 + heat), torch.sum(guided * heat, [1], True) / torch.sum(heat, [1], True), heat
