# A loss that every value of y takes part in: its gradient with respect to y is r.
def forward(y: Tensor, r: Tensor) -> Tensor:
  return torch.sum(y.to(r.dtype) * r)
