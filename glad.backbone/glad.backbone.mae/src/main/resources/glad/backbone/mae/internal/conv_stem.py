# include convolution.py
def stage(x: Tensor, w: Tensor, b: Tensor, norm_w: Tensor, norm_b: Tensor) -> Tensor:
  h = convolution(x, w, b, [2, 2], [1, 1], False)
  return torch.gelu(torch.group_norm(h, 8, norm_w, norm_b, 1e-5))


def forward(image: Tensor, w1: Tensor, b1: Tensor, norm1_w: Tensor, norm1_b: Tensor,
            w2: Tensor, b2: Tensor, norm2_w: Tensor, norm2_b: Tensor,
            w3: Tensor, b3: Tensor, norm3_w: Tensor, norm3_b: Tensor, w4: Tensor, b4: Tensor) -> Tuple[Tensor, Tensor]:
  h = stage(image.to(w1.dtype), w1, b1, norm1_w, norm1_b)
  h = stage(h, w2, b2, norm2_w, norm2_b)
  h = stage(h, w3, b3, norm3_w, norm3_b)
  return (convolution(h, w4, b4, [2, 2], [1, 1], False), h.to($F32))
