# What a sentence changes in a feature map (B, C, H, W), as cells of a coarser grid (B, N * N, C).
def forward(map: Tensor, unsaid: Tensor) -> Tensor:
  x = torch.adaptive_avg_pool2d(map.to($F32) - unsaid.to($F32), [$SIDE, $SIDE])
  return torch.transpose(torch.flatten(x, 2), 1, 2)
