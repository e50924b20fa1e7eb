# include basic_block.py
def forward(x: Tensor, context: Tensor, q: Tensor, k: Tensor, v: Tensor, out_w: Tensor, out_b: Tensor) -> Tensor:
  return mixed(x, context, q, k, v, out_w, out_b)
