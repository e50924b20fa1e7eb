# Time steps (B) as [cos | sin] of geometrically spaced frequencies, (B, width).
def time_proj(steps: Tensor, width: int) -> Tensor:
  half = width // 2
  rates = torch.exp(torch.arange(half, dtype=$F32, device=steps.device) * -9.210340371976184 / half)
  angles = steps.unsqueeze(1) * rates.unsqueeze(0)
  return torch.cat([torch.cos(angles), torch.sin(angles)], 1)
