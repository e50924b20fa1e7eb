# Search tokens times their product with the newest memory, without scale or softmax.
def forward(guided: Tensor, token: Tensor) -> Tensor:
  return guided * torch.sum(guided * token, [2], True)
