# x (B, C, H, W) and noise mixed by alphas (B) or (1): what is left of the signal's variance.
def forward(x: Tensor, noise: Tensor, alphas: Tensor) -> Tensor:
  a = alphas.reshape([-1, 1, 1, 1])
  return torch.sqrt(a) * x + torch.sqrt(1.0 - a) * noise
