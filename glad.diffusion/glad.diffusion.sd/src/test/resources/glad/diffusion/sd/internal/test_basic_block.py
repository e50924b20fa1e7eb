# include basic_block.py
def forward(x: Tensor, text: Tensor, norm1_w: Tensor, norm1_b: Tensor,
            q1: Tensor, k1: Tensor, v1: Tensor, out1_w: Tensor, out1_b: Tensor, norm2_w: Tensor, norm2_b: Tensor,
            q2: Tensor, k2: Tensor, v2: Tensor, out2_w: Tensor, out2_b: Tensor, norm3_w: Tensor, norm3_b: Tensor,
            ff_in_w: Tensor, ff_in_b: Tensor, ff_out_w: Tensor, ff_out_b: Tensor) -> Tensor:
  return basic_block(x, text, norm1_w, norm1_b, q1, k1, v1, out1_w, out1_b, norm2_w, norm2_b,
                     q2, k2, v2, out2_w, out2_b, norm3_w, norm3_b, ff_in_w, ff_in_b, ff_out_w, ff_out_b)
