# Texts without and with the sentence: the two halves of a guided pass in one batch.
def forward(null_text: Tensor, text: Tensor) -> Tensor:
  return torch.cat([null_text.expand_as(text), text])
