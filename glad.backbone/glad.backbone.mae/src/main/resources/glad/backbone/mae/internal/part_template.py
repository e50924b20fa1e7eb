def forward(template: Tensor) -> Tuple[Tensor, Tensor]:
  return (template[:, :, :$WIDTH], template[:, :, $WIDTH:])
