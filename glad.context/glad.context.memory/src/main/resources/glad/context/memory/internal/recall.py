# The memory's rows: in a first frame copies of the mean of what it begins with.
def forward(begin: Tensor, rows: Tensor, first: Tensor, places: Tensor) -> Tuple[Tensor, Tensor]:
  mean = torch.mean(begin, [1], True)
  return (torch.where(torch.gt(first, 0.), mean, rows), torch.unsqueeze(places, 0).to($F32))
