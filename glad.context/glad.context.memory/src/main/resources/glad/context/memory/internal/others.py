# The class token and the templates' tokens, and the first of them alone.
def forward(class_token: Tensor, template: Tensor) -> Tensor:
  return torch.cat([class_token, template], 1)
