# (B, H, N, D) each; queries may be fewer or more than keys and values.
def attention(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
  if q.requires_grad and q.dtype == 15 and not q.is_cuda:
    # libtorch 2.7's fused backward pass on CPUs takes four times as long in bfloat16 as in fp32; plain products don't.
    scores = torch.matmul(q * torch.pow(torch.size(q, 3), -0.5), torch.transpose(k, 2, 3))
    a = torch.matmul(torch.softmax(scores, -1), v)
  else:
    a = torch.scaled_dot_product_attention(q, k, v)
  return a


def self_attention(qkv: Tensor, heads: int) -> Tensor:
  b = torch.size(qkv, 0)
  n = torch.size(qkv, 1)
  t = torch.permute(torch.reshape(qkv, [b, n, 3, heads, -1]), [2, 0, 3, 1, 4])
  return torch.reshape(torch.transpose(attention(t[0], t[1], t[2]), 1, 2), [b, n, -1])
