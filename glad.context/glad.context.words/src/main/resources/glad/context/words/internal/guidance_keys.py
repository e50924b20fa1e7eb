# include multihead_attention.py
# Keys and values (B, H, K, C/H) of one layer of guidance.
def forward(words: Tensor, pos: Tensor, k_w: Tensor, v_w: Tensor) -> Tuple[Tensor, Tensor]:
  x = words.to(k_w.dtype)
  k = split_heads(torch.linear(x + pos.to(x.dtype), k_w), $HEADS)
  return (k.to($F32), split_heads(torch.linear(x, v_w), $HEADS).to($F32))
