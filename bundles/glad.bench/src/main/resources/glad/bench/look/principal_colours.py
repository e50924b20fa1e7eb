# Rows (N, C) as red, green and blue (N, 3) in 0..1: their first three principal components, each from its least to its largest value, and
# turned so that the largest entry of its axis is positive.
def forward(rows: Tensor) -> Tensor:
  x = torch.constant_pad_nd(rows.to($F64), [0, 3])
  x = x - torch.mean(x, [0], True)
  _0, axes = torch.linalg_eigh(torch.matmul(torch.transpose(x, 0, 1), x))
  axes = torch.narrow(torch.flip(axes, [1]), 1, 0, 3)
  largest = torch.argmax(torch.abs(axes), 0, True)
  h = torch.matmul(x, axes * torch.sign(torch.gather(axes, 0, largest)))
  least = torch.amin(h, [0], True)
  return ((h - least) / torch.clamp_min(torch.amax(h, [0], True) - least, 1e-12)).to($F32)
