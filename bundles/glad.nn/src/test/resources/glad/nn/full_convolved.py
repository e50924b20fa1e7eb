# include convolution.py
# In products over cells, each channel's filter at its place among zeros.
def forward(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
  full = torch.unsqueeze(torch.unsqueeze(torch.eye(torch.size(w, 0), dtype=w.dtype, device=w.device), 2), 3) * torch.transpose(w, 0, 1)
  return unfolded(x, full, b, [2, 1], [0, 1])
