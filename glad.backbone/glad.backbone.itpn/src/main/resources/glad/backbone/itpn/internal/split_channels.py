# Filters for one picture -> filters for the same picture given twice, with the same result.
def forward(w: Tensor) -> Tensor:
  return torch.cat([w / 2., w / 2.], 1)
