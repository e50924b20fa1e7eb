# include losses.py
def forward(a: Tensor, b: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
  each = ciou(a, b)
  return (torch.mean(1 - each), each, iou(a, b))
