# include time_proj.py
# Embeds time steps (B) fp32: sinusoids, then an MLP with SiLU.
def forward(steps: Tensor, in_w: Tensor, in_b: Tensor, out_w: Tensor, out_b: Tensor) -> Tensor:
  x = torch.linear(time_proj(steps, in_w.size(1)).to(in_w.dtype), in_w, in_b)
  return torch.linear(torch.silu(x), out_w, out_b)
