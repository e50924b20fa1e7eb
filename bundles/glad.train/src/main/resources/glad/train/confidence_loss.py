# include losses.py
# How far the expected overlap is from the overlap; where the latter isn't detached, boxes learn to be as good as expected (ATCTrack).
def forward(box: Tensor, truth: Tensor, confidence: Tensor, loss: Tensor) -> Tuple[Tensor, Tensor]:
  each = iou(corners(box), torch.clamp(corners(truth), 0., 1.))
  if $DETACHED:
    each = torch.detach(each)
  error = torch.mean(torch.pow(torch.flatten(confidence, 0) - each, 2))
  return (loss + torch.mul(error, $WEIGHT), torch.detach(error))
