# include pointwise.py
# Mean and log-variance of the latent, from the encoder's moments (B, 2C, H, W).
def forward(x: Tensor, w: Tensor, b: Tensor) -> Tuple[Tensor, Tensor]:
  halves = torch.chunk(pointwise(x.to(w.dtype), w, torch.unsqueeze(b, 1)).to($F32), 2, 1)
  return (halves[0].contiguous(), torch.clamp(halves[1], -30.0, 20.0))
