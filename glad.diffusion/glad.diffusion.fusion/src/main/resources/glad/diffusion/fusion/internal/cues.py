# include position_table.py
def forward(pooled: Tensor, q_freq: Tensor, k_freq: Tensor, to_k: Tensor, to_v: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
  keys = pooled
  table = torch.zeros([1, $TOKENS, $WIDTH], dtype=$F32, device=pooled.device)
  if $POSITIONS:
    keys = pooled + position_table(k_freq, torch.size(pooled, 1)).to(pooled.dtype)
    table = position_table(q_freq, $TOKENS)
  return (torch.linear(keys, to_k).to($F32), torch.linear(pooled, to_v).to($F32), table)
