# Multi-head attention of queries (B, N, C), keys and values (B, K, C), with a joint projection (3C, C) of rows q, k, v.
def split_heads(x: Tensor, heads: int) -> Tensor:
  return torch.transpose(torch.reshape(x, [torch.size(x, 0), torch.size(x, 1), heads, -1]), 1, 2)


# Softmax in fp32; drop is the probability that training leaves a weight out.
def weigh(scores: Tensor, v: Tensor, drop: float) -> Tensor:
  a = torch.softmax(scores, -1)
  # trace attention: a
  if drop > 0.:
    a = torch.dropout(a, drop, True)
  return torch.flatten(torch.transpose(torch.matmul(a.to(v.dtype), v), 1, 2), 2)


def attention_scores(q: Tensor, k: Tensor) -> Tensor:
  return torch.matmul(q * torch.pow(torch.size(q, 3), -0.5), torch.transpose(k, 2, 3)).to($F32)


# visible (B, K): 0 for a key that nobody may look at; each sample has one that isn't.
def hide(scores: Tensor, visible: Tensor) -> Tensor:
  hidden = torch.unsqueeze(torch.unsqueeze(torch.eq(visible, 0.), 1), 1)
  return torch.masked_fill(scores, hidden, -1e30)


def joint_scores(q: Tensor, k: Tensor, in_w: Tensor, in_b: Tensor, heads: int) -> Tensor:
  c = torch.size(in_w, 1)
  return attention_scores(split_heads(torch.linear(q, in_w[:c], in_b[:c]), heads),
                          split_heads(torch.linear(k, in_w[c:2 * c], in_b[c:2 * c]), heads))


def joint_values(v: Tensor, in_w: Tensor, in_b: Tensor, heads: int) -> Tensor:
  c = torch.size(in_w, 1)
  return split_heads(torch.linear(v, in_w[2 * c:], in_b[2 * c:]), heads)


def dropped(x: Tensor, drop: float) -> Tensor:
  if drop > 0.:
    x = torch.dropout(x, drop, True)
  return x
