def forward(tokens: Tensor, mask: Tensor, w: Tensor) -> Tensor:
  mean = torch.sum(tokens * torch.unsqueeze(mask, 2), [1]) / torch.sum(mask, [1], True)
  return torch.unsqueeze(1 + torch.tanh(torch.linear(mean.to(w.dtype), w).to(tokens.dtype)), 1)
