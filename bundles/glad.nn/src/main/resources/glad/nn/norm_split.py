def forward(x: Tensor, norm_w: Tensor, norm_b: Tensor) -> Tuple[Tensor, Tensor]:
  h = torch.layer_norm(x, [$WIDTH], norm_w, norm_b, $EPS).to($F32)
  return (h[:, :$FIRST], h[:, $FIRST:])
