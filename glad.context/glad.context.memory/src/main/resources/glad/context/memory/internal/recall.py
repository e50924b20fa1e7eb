# include peculiar.py
# The memory's rows: in a first frame copies of the mean of what it begins with; with a residual, of how that differs from the search tokens.
def forward(begin: Tensor, rows: Tensor, first: Tensor, search: Tensor, places: Tensor) -> Tuple[Tensor, Tensor]:
  mean = torch.mean(begin, [1], True)
  if $RESIDUAL:
    common, spread = common_and_spread(search)
    mean = (mean - common) / spread
  return (torch.where(torch.gt(first, 0.), mean, rows), torch.unsqueeze(places, 0).to($F32))
