def self_attention(qkv: Tensor, heads: int) -> Tensor:
  b = torch.size(qkv, 0)
  n = torch.size(qkv, 1)
  t = torch.permute(torch.reshape(qkv, [b, n, 3, heads, -1]), [2, 0, 3, 1, 4])
  a = torch.scaled_dot_product_attention(t[0], t[1], t[2])
  return torch.reshape(torch.transpose(a, 1, 2), [b, n, -1])
