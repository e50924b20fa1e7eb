# Scaled latents back to what the VAE's decoder takes.
def forward(x: Tensor) -> Tensor:
  return x / $SCALE
