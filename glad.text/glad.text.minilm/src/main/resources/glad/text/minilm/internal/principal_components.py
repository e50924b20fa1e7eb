# In float64, the eigenvectors of the largest variances first; each is turned so that its largest entry is positive.
def forward(table: Tensor) -> Tensor:
  rows = table.to($F64)
  rows = rows - torch.mean(rows, [0], True)
  _0, axes = torch.linalg_eigh(torch.matmul(torch.transpose(rows, 0, 1), rows))
  axes = torch.narrow(torch.flip(axes, [1]), 1, 0, $WIDTH)
  largest = torch.argmax(torch.abs(axes), 0, True)
  axes = axes * torch.sign(torch.gather(axes, 0, largest))
  h = torch.matmul(rows, axes)
  return (h * torch.rsqrt(torch.mean(h * h))).to($F32)
