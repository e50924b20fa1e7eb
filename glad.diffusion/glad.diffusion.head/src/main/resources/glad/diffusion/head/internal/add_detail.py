# include pointwise.py
def forward(map: Tensor, detail: Tensor, w: Tensor, b: Tensor) -> Tensor:
  # A 1x1 convolution of [upsampled map, detail]; it commutes with the upsampling and is cheaper before it.
  coarse = pointwise(map.to(w.dtype), w[:, :$WIDTH], torch.unsqueeze(b, 1))
  coarse = torch.upsample_bilinear2d(coarse, [2 * $SIDE, 2 * $SIDE], False)
  return pointwise(detail.to(w.dtype), w[:, $WIDTH:], torch.flatten(coarse, 2))
