# include losses.py
def forward(score: Tensor, target: Tensor) -> Tensor:
  return focal(score, target)
