def expectation(p: Tensor) -> Tensor:
  at = torch.arange($SIDE, dtype=$F32, device=p.device) / $SIDE
  x = torch.sum(torch.sum(p, [1, 2]) * at, 1)
  y = torch.sum(torch.sum(p, [1, 3]) * at, 1)
  return torch.stack([x, y], 1)


def probability(logits: Tensor) -> Tensor:
  return torch.reshape(torch.softmax(torch.flatten(logits, 1), 1), [-1, 1, $SIDE, $SIDE])


def forward(top_left: Tensor, bottom_right: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
  p = probability(top_left)
  q = probability(bottom_right)
  a = expectation(p)
  b = expectation(q)
  confidence = torch.sqrt(torch.amax(p, [1, 2, 3]) * torch.amax(q, [1, 2, 3]))
  return (torch.cat([(a + b) / 2, b - a], 1), confidence, torch.cat([p, q], 1))
