def forward(image: Tensor, w: Tensor, b: Tensor) -> Tensor:
  return torch.conv2d(image.to(w.dtype), w, b, [$PATCH, $PATCH])
