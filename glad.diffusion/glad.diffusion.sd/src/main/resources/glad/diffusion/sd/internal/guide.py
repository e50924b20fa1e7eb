# Classifier-free guidance on feature maps (2B, C, H, W), the first half without the sentence.
def guide(x: Tensor) -> Tensor:
  halves = torch.chunk(x.to($F32), 2)
  return halves[0] + $SCALE * (halves[1] - halves[0])

def forward(a: Tensor, b: Tensor, c: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
  return (guide(a), guide(b), guide(c))
