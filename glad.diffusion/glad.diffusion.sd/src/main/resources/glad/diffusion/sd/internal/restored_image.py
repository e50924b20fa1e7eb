# Images (B, 3, H, W), ImageNet-normalised, brought to what pixels can be: 0 to 1 before normalising.
def forward(x: Tensor) -> Tensor:
  mean = torch.reshape(torch.tensor([0.485, 0.456, 0.406], dtype=x.dtype, device=x.device), [1, 3, 1, 1])
  std = torch.reshape(torch.tensor([0.229, 0.224, 0.225], dtype=x.dtype, device=x.device), [1, 3, 1, 1])
  return (torch.clamp(x * std + mean, 0., 1.) - mean) / std
