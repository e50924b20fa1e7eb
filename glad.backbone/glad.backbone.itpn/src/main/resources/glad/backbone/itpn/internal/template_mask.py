# include rectangle.py
def forward(box: Tensor) -> Tensor:
  return rectangle(box)
