# include basic_block.py
def forward(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
  return geglu(x, w, b)
