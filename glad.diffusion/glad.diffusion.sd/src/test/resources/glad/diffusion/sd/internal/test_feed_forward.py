# include basic_block.py
def forward(x: Tensor, in_w: Tensor, in_b: Tensor, out_w: Tensor, out_b: Tensor) -> Tensor:
  return feed_forward(x, in_w, in_b, out_w, out_b)
