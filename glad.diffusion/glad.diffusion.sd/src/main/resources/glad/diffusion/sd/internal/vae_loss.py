def forward(decoded: Tensor, image: Tensor, mean: Tensor, log_variance: Tensor, latents: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
  error = torch.mean(torch.abs(decoded - image))
  divergence = torch.mul(torch.mean(torch.pow(mean, 2) + torch.exp(log_variance) - 1 - log_variance), 0.5)
  return (error + torch.mul(divergence, $KL), torch.detach(error), torch.detach(divergence), torch.detach(torch.std(latents)))
