def forward(tokens: Tensor, extra: Tensor) -> Tensor:
  return torch.cat([tokens, extra], 2)
