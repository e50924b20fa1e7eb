# Draws a scaled latent from a posterior with given standard normal noise.
def forward(mean: Tensor, log_variance: Tensor, noise: Tensor) -> Tensor:
  return (mean + torch.exp(0.5 * log_variance) * noise) * $SCALE
