def forward(predicted: Tensor, truth: Tensor) -> Tensor:
  return torch.mean(torch.pow(predicted - truth, 2))
