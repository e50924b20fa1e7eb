# How much of each key's value each query takes, (B, H, N, K): the softmax of their scaled products.
def attention_weights(q: Tensor, k: Tensor) -> Tensor:
  return torch.softmax(torch.matmul(q * torch.pow(torch.size(q, 3), -0.5), torch.transpose(k, 2, 3)), -1)


# (B, H, N, D) each; queries may be fewer or more than keys and values.
def attention(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
  cells = torch.size(q, 0) * torch.size(q, 1) * torch.size(q, 2) * torch.size(k, 2)
  if q.dtype == 15 and not q.is_cuda and (q.requires_grad or cells <= 16777216):
    # libtorch 2.7's fused attention on CPUs takes up to twice as long in bfloat16 as plain products do, its backward pass
    # four times as long as in fp32. Plain products keep all scores, so they are for those of up to 32 MiB.
    a = torch.matmul(attention_weights(q, k), v)
  else:
    a = torch.scaled_dot_product_attention(q, k, v)
  return a


def self_attention(qkv: Tensor, heads: int) -> Tensor:
  b = torch.size(qkv, 0)
  n = torch.size(qkv, 1)
  t = torch.permute(torch.reshape(qkv, [b, n, 3, heads, -1]), [2, 0, 3, 1, 4])
  # trace attention: attention_weights(t[0].to($F32), t[1].to($F32))
  return torch.reshape(torch.transpose(attention(t[0], t[1], t[2]), 1, 2), [b, n, -1])
