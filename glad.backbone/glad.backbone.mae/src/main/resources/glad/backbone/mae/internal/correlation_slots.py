# include correlation_cosines.py
def forward(detail: Tensor, template: Tensor, w: Tensor, b: Tensor, later: Tensor) -> Tensor:
  same = correlation_cosines(detail, template, w, b)
  cells = 4 * $SIDE * $SIDE
  return beside_detail(detail, same[:, :cells] + torch.matmul(later.to($F32), same[:, cells:]))
