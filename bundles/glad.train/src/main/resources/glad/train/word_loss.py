# Binary cross entropy of the probabilities (B, L, 1) that tokens name the target; counted (B, L) is 1 for tokens that count.
def forward(probability: Tensor, label: Tensor, counted: Tensor, number: Tensor, loss: Tensor) -> Tuple[Tensor, Tensor]:
  each = torch.binary_cross_entropy(torch.squeeze(probability, -1), label, None, 0)
  error = torch.div(torch.sum(torch.mul(each, counted)), number)
  return (loss + torch.mul(error, $WEIGHT), torch.detach(error))
