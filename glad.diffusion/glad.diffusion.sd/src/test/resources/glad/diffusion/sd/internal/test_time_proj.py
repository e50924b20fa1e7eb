# include time_proj.py
def forward(steps: Tensor) -> Tensor:
  return time_proj(steps, $WIDTH)
