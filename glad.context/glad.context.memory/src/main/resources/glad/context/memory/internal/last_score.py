# A score map as weights of the next frame's search tokens; ones where there is none yet.
def forward(score: Tensor) -> Tensor:
  return torch.unsqueeze(torch.flatten(score, 1), 2)
