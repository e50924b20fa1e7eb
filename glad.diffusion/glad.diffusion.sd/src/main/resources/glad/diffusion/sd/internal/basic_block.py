# include attention.py
# Given twice as many texts as maps, goes on with each map twice: until a text was seen, both halves of a guided pass are
# the same.
def for_texts(x: Tensor, text: Tensor) -> Tensor:
  if text.size(0) > x.size(0):
    x = torch.cat([x, x])
  return x

def mixed(x: Tensor, context: Tensor, q: Tensor, k: Tensor, v: Tensor, out_w: Tensor, out_b: Tensor) -> Tensor:
  x = attend(torch.linear(x, q), torch.linear(context, k), torch.linear(context, v), $HEADS)
  return torch.linear(x, out_w, out_b)

def geglu(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
  halves = torch.chunk(torch.linear(x, w, b), 2, -1)
  return torch.gelu(halves[1]).mul_(halves[0])

def feed_forward(x: Tensor, in_w: Tensor, in_b: Tensor, out_w: Tensor, out_b: Tensor) -> Tensor:
  return torch.linear(geglu(x, in_w, in_b), out_w, out_b)

# A pre-norm transformer block over tokens x (B, N, C): self-attention, attention over the text (B, L, D), gated MLP.
def basic_block(x: Tensor, text: Tensor, norm1_w: Tensor, norm1_b: Tensor,
                q1: Tensor, k1: Tensor, v1: Tensor, out1_w: Tensor, out1_b: Tensor, norm2_w: Tensor, norm2_b: Tensor,
                q2: Tensor, k2: Tensor, v2: Tensor, out2_w: Tensor, out2_b: Tensor, norm3_w: Tensor, norm3_b: Tensor,
                ff_in_w: Tensor, ff_in_b: Tensor, ff_out_w: Tensor, ff_out_b: Tensor) -> Tensor:
  width = [x.size(-1)]
  h = torch.layer_norm(x, width, norm1_w, norm1_b, 1e-5)
  x = for_texts(mixed(h, h, q1, k1, v1, out1_w, out1_b).add_(x), text)
  h = torch.layer_norm(x, width, norm2_w, norm2_b, 1e-5)
  # trace words: attention_weights(split(torch.linear(h, q2), $HEADS).to($F32), split(torch.linear(text, k2), $HEADS).to($F32))
  x = mixed(h, text, q2, k2, v2, out2_w, out2_b).add_(x)
  h = torch.layer_norm(x, width, norm3_w, norm3_b, 1e-5)
  return feed_forward(h, ff_in_w, ff_in_b, ff_out_w, ff_out_b).add_(x)
