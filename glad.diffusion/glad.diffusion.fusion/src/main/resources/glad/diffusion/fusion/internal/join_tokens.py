def forward(template: Tensor, search: Tensor, norm_w: Tensor) -> Tensor:
  return torch.cat([template, search], 1).to(norm_w.dtype)
