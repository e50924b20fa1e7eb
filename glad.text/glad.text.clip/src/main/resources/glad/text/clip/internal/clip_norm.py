def forward(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
  return torch.layer_norm(x, [$WIDTH], w, b, 1e-5).to($F32)
