def position_table(inv_freq: Tensor, count: int) -> Tensor:
  f = inv_freq
  if $BF16_TABLE:
    # Positions, angles, sines: every step rounds, as when the official tracker casts the whole network.
    f = inv_freq.to($BF16)
  positions = torch.arange(count, device=f.device).to(f.dtype)
  angles = torch.unsqueeze(positions, 1) * torch.unsqueeze(f, 0)
  return torch.unsqueeze(torch.cat([torch.sin(angles), torch.cos(angles)], 1), 0).to($F32)
