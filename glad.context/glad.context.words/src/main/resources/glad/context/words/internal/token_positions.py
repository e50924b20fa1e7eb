# Sine and cosine of how far into its sentence each token lies, (B, L, $WIDTH); padding keeps the last position. And a copy of
# the mask: its owner, whose memory may be Java's, doesn't live as long as what is made of the sentence.
def forward(mask: Tensor) -> Tuple[Tensor, Tensor]:
  n = torch.cumsum(mask, 1)
  a = n / (n[:, -1:] + 1e-6) * 6.283185307179586
  k = torch.arange($WIDTH, dtype=$F32, device=mask.device)
  f = torch.pow(10000., torch.floor_divide(k, 2.) * 2. / $WIDTH)
  angle = torch.unsqueeze(a, 2) / f
  even = torch.eq(torch.remainder(k, 2.), 0.)
  return (torch.where(even, torch.sin(angle), torch.cos(angle)), torch.clone(mask))
