# What is kept for the sentence, as arrays of this frame's.
def forward(search: Tensor, text: Tensor, subject: Tensor, mask: Tensor, places: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
  return (text, subject, mask, places)
