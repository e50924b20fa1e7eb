# include peculiar.py
# Search tokens times 1 and the product of what is peculiar to each with the newest memory, whose channels count by a trained weight.
def forward(guided: Tensor, token: Tensor, weight: Tensor) -> Tensor:
  f = torch.sum(peculiar(guided) * (token * weight.to($F32)), [2], True)
  return guided * (1. + f)
