# include losses.py
def forward(score: Tensor, target: Tensor) -> Tensor:
  return torch.div(focal_sum(score, target, $EPSILON), torch.clamp_min(torch.sum(torch.to(torch.eq(target, 1), $F32)), 1.))
