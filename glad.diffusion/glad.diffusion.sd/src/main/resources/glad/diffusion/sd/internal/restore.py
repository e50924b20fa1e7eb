# What a U-Net adds to its input is what the input lacks of the clean latent.
def forward(noised: Tensor, predicted: Tensor, alphas: Tensor) -> Tensor:
  return torch.sqrt(torch.reshape(alphas, [-1, 1, 1, 1])) * noised + predicted
