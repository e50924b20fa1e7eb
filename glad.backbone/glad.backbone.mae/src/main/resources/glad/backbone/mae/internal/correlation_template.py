# include box_coverage.py
# include correlation_features.py
def forward(detail: Tensor, w: Tensor, b: Tensor, box: Tensor) -> Tensor:
  n = torch.size(detail, 0)
  share = torch.reshape(box_coverage(box, 2 * $SIDE), [n, 1, 2 * $SIDE, 2 * $SIDE])
  h = correlation_features(detail, w, b) * share
  h = torch.permute(torch.reshape(h, [n, $WIDTH, $SIDE, 2, $SIDE, 2]), [0, 2, 4, 1, 3, 5])
  return torch.reshape(h, [n, $SIDE * $SIDE, 4 * $WIDTH])
