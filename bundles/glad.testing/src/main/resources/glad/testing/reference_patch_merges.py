# include cells_product.py
# A patch embedding of 4 x 4, then two times a LayerNorm over the channels and a merge of 2 x 2; maps are (B, H, W, C).
def merge(x: Tensor, norm_w: Tensor, norm_b: Tensor, w: Tensor, b: Tensor) -> Tensor:
  mean = torch.mean(x, [1], True)
  h = (x - mean) * torch.rsqrt(torch.mean((x - mean) * (x - mean), [1], True) + 1e-6)
  h = h * torch.reshape(norm_w, [1, -1, 1, 1]) + torch.reshape(norm_b, [1, -1, 1, 1])
  return cells_product(h, w, b, 2, [0, 0, 0, 0])


def forward(x: Tensor, embed_w: Tensor, embed_b: Tensor, norm1_w: Tensor, norm1_b: Tensor, w1: Tensor, b1: Tensor,
            norm2_w: Tensor, norm2_b: Tensor, w2: Tensor, b2: Tensor) -> Tuple[Tensor, Tensor]:
  middle = merge(cells_product(x, embed_w, embed_b, 4, [0, 0, 0, 0]), norm1_w, norm1_b, w1, b1)
  coarse = merge(middle, norm2_w, norm2_b, w2, b2)
  return (torch.permute(middle, [0, 2, 3, 1]), torch.permute(coarse, [0, 2, 3, 1]))
