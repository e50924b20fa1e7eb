# Classifier-free guidance on latents.
def forward(without: Tensor, with_words: Tensor) -> Tensor:
  return without + $SCALE * (with_words - without)
