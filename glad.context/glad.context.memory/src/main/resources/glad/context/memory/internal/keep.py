# In a first frame all rows become the token; later the oldest row goes. Where confidence is too low nothing is kept, but something
# must be of a first frame.
def forward(token: Tensor, rows: Tensor, first: Tensor, confidence: Tensor) -> Tuple[Tensor, Tensor]:
  fresh = torch.gt(first, 0.)
  kept = torch.where(fresh, torch.expand_as(token, rows), torch.cat([rows[:, 1:], token], 1))
  sure = torch.logical_or(fresh, torch.gt(torch.reshape(confidence, [-1, 1, 1]), $THRESHOLD))
  return (torch.where(sure, kept, rows), torch.zeros_like(first))
