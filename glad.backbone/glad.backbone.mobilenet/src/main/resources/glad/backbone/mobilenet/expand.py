# include pointwise.py
def forward(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
  return torch.hardtanh(pointwise(x, w, torch.unsqueeze(b, 1)), 0., 6.)
