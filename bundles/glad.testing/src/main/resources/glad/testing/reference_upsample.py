# include cells_product.py
def forward(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
  twice = torch.repeat_interleave(torch.repeat_interleave(x, 2, 2), 2, 3)
  return cells_product(twice, w, b, 1, [1, 1, 1, 1])
