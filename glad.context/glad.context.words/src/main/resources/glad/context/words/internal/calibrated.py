def forward(words: Tensor, norm_w: Tensor, norm_b: Tensor) -> Tensor:
  return torch.layer_norm(words.to(norm_w.dtype), [torch.size(words, 2)], norm_w, norm_b, 1e-5).to($F32)
