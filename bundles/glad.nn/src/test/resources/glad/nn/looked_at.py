# include self_attention.py
def doubled(x: Tensor) -> Tensor:
  y = x + x
  # trace twice: y
  # trace never: torch.zeros_like(y)
  return y


def forward(x: Tensor, w: Tensor) -> Tuple[Tensor, Tensor]:
  return (self_attention(torch.linear(x, w), $HEADS), doubled(x))
