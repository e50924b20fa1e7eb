# One step of the consistency model; factors (4) = alpha now, alpha next, boundary skip, boundary out.
def forward(x: Tensor, predicted: Tensor, noise: Tensor, factors: Tensor) -> Tuple[Tensor, Tensor]:
  origin = (x - torch.sqrt(1.0 - factors[0]) * predicted) / torch.sqrt(factors[0])
  clean = factors[3] * origin + factors[2] * x
  return (torch.sqrt(factors[1]) * clean + torch.sqrt(1.0 - factors[1]) * noise, clean)
