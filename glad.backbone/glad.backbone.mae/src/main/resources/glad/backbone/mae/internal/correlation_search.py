# include correlation_cosines.py
def forward(detail: Tensor, template: Tensor, w: Tensor, b: Tensor) -> Tensor:
  return beside_detail(detail, correlation_cosines(detail, template, w, b))
