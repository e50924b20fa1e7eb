# include self_attention.py
# include drop_path.py
def split_heads(x: Tensor) -> Tensor:
  return torch.transpose(torch.reshape(x, [torch.size(x, 0), torch.size(x, 1), $HEADS, -1]), 1, 2)


def projected(x: Tensor, norm_w: Tensor, norm_b: Tensor, q_b: Tensor, v_b: Tensor, q_w: Tensor, k_w: Tensor,
              v_w: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
  h = torch.layer_norm(x, [$WIDTH], norm_w, norm_b, 1e-6)
  return (split_heads(torch.linear(h, q_w, q_b)), split_heads(torch.linear(h, k_w)), split_heads(torch.linear(h, v_w, v_b)))


def joined(a: Tensor, x: Tensor, proj_w: Tensor, proj_b: Tensor) -> Tensor:
  return torch.linear(torch.reshape(torch.transpose(a, 1, 2), torch.size(x)), proj_w, proj_b)


def attend(x: Tensor, norm_w: Tensor, norm_b: Tensor, q_b: Tensor, v_b: Tensor, q_w: Tensor, k_w: Tensor, v_w: Tensor,
           proj_w: Tensor, proj_b: Tensor) -> Tensor:
  q, k, v = projected(x, norm_w, norm_b, q_b, v_b, q_w, k_w, v_w)
  # trace attention: attention_weights(q.to($F32), k.to($F32))
  return joined(attention(q, k, v), x, proj_w, proj_b)


def swiglu(x: Tensor, norm_w: Tensor, norm_b: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor, ffn_w: Tensor,
           ffn_b: Tensor, w3: Tensor, b3: Tensor) -> Tensor:
  h = torch.layer_norm(x, [$WIDTH], norm_w, norm_b, 1e-6)
  h = torch.silu(torch.linear(h, w1, b1)) * torch.linear(h, w2, b2)
  return torch.linear(torch.layer_norm(h, [$HIDDEN], ffn_w, ffn_b, 1e-6), w3, b3)
