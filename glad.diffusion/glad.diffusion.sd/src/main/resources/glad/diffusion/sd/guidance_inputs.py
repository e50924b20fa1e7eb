# Latents twice, texts without and with the sentence: the two halves of a guided pass in one batch.
def forward(latents: Tensor, null_text: Tensor, text: Tensor) -> Tuple[Tensor, Tensor]:
  return (torch.cat([latents, latents]), torch.cat([null_text.expand_as(text), text]))
