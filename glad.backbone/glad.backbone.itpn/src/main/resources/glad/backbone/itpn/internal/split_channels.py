# Filters for one image -> filters for the same image given twice, with the same result.
def forward(w: Tensor) -> Tensor:
  return torch.cat([w / 2., w / 2.], 1)
