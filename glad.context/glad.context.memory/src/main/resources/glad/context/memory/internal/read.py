# Search tokens times their product with the newest memory, without scale or softmax; with a residual, times 1 and that product.
def forward(guided: Tensor, token: Tensor) -> Tensor:
  f = torch.sum(guided * token, [2], True)
  if $RESIDUAL:
    f = f + 1.
  return guided * f
