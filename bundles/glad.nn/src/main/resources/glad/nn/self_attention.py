def self_attention(qkv: Tensor, heads: int) -> Tensor:
  b = torch.size(qkv, 0)
  n = torch.size(qkv, 1)
  t = torch.permute(torch.reshape(qkv, [b, n, 3, heads, -1]), [2, 0, 3, 1, 4])
  if qkv.requires_grad and qkv.dtype == 15 and not qkv.is_cuda:
    # libtorch 2.7's fused backward pass on CPUs takes four times as long in bfloat16 as in fp32; plain products don't.
    scores = torch.matmul(t[0] * torch.pow(torch.size(t, 4), -0.5), torch.transpose(t[1], 2, 3))
    a = torch.matmul(torch.softmax(scores, -1), t[2])
  else:
    a = torch.scaled_dot_product_attention(t[0], t[1], t[2])
  return torch.reshape(torch.transpose(a, 1, 2), [b, n, -1])
