def forward(map: Tensor, w: Tensor) -> Tensor:
  return torch.linear(torch.mean(map, [2, 3]).to(w.dtype), w).to(map.dtype).unsqueeze(1)
