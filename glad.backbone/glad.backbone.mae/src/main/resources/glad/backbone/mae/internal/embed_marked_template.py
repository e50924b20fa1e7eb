# include box_coverage.py
def forward(map: Tensor, pos: Tensor, mark: Tensor, box: Tensor) -> Tensor:
  tokens = torch.transpose(torch.flatten(map, 2), 1, 2) + pos
  return (tokens + box_coverage(box, $SIDE).to(tokens.dtype) * mark).to($F32)
