# include self_attention.py
# Scaled dot-product attention of queries (B, N, C) over keys and values (B, M, C), split into heads.
def split(x: Tensor, heads: int) -> Tensor:
  return x.reshape([x.size(0), x.size(1), heads, -1]).transpose(1, 2)

def attend(q: Tensor, k: Tensor, v: Tensor, heads: int) -> Tensor:
  x = attention(split(q, heads), split(k, heads), split(v, heads))
  return x.transpose(1, 2).reshape(q.shape)
