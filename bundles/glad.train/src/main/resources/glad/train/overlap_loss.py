# include losses.py
def overlap_loss(a: Tensor, b: Tensor) -> Tensor:
  if $COMPLETE:
    each = ciou(a, b)
  else:
    each = giou(a, b)
  return 1 - each
