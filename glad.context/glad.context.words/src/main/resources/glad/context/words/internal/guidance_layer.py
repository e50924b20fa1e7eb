# include multihead_attention.py
# include peculiar.py
# What x finds among the words, as factors of the original search tokens; with a residual, what is peculiar to each token asks, and what it
# finds is added to 1 before.
def forward(x: Tensor, search: Tensor, positions: Tensor, keys: Tensor, values: Tensor, visible: Tensor, q_w: Tensor, proj_w: Tensor,
            proj_b: Tensor) -> Tensor:
  asks = x
  if $RESIDUAL:
    asks = peculiar(x)
  q = split_heads(torch.linear(asks.to(q_w.dtype) + positions.to(q_w.dtype), q_w), $HEADS)
  scores = hide(attention_scores(q, keys.to(q.dtype)), visible)
  h = torch.linear(weigh(scores, values.to(q.dtype), $DROP), proj_w, proj_b)
  f = h.to($F32)
  if $RESIDUAL:
    f = f + 1.
  return search * f
