# include pointwise.py
def forward(fine: Tensor, coarse: Tensor, fine_w: Tensor, fine_b: Tensor, coarse_w: Tensor, coarse_b: Tensor) -> Tuple[Tensor, Tensor]:
  detail = pointwise(fine, fine_w, torch.unsqueeze(fine_b, 1))
  return (pointwise(coarse, coarse_w, torch.unsqueeze(coarse_b, 1)), detail.to($F32))
