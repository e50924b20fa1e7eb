# include sub_ln_block.py
# include biased_attention.py
def forward(x: Tensor, bias: Tensor, gamma1: Tensor, gamma2: Tensor, n1w: Tensor, n1b: Tensor, qb: Tensor, vb: Tensor, qw: Tensor, kw: Tensor,
            vw: Tensor, pw: Tensor, pb: Tensor, n2w: Tensor, n2b: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor, fw: Tensor,
            fb: Tensor, w3: Tensor, b3: Tensor) -> Tensor:
  y = x + drop_path(gamma1 * attend_biased(x, bias, n1w, n1b, qb, vb, qw, kw, vw, pw, pb), $DROP)
  return y + drop_path(gamma2 * swiglu(y, n2w, n2b, w1, b1, w2, b2, fw, fb, w3, b3), $DROP)
