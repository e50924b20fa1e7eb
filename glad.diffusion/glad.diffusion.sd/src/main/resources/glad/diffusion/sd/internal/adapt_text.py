def forward(text: Tensor, w: Tensor, b: Tensor) -> Tensor:
  return torch.linear(text.to(w.dtype), w, b).to($F32)
