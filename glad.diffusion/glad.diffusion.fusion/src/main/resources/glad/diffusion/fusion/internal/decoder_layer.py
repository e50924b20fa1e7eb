# include residuals.py
def cross_attention(x: Tensor, keys: Tensor, values: Tensor, table: Tensor, to_q: Tensor) -> Tensor:
  q = torch.linear(x + table.to(x.dtype), to_q)
  # One head over the whole width, scaled as if it were one of several: as in the official code.
  scores = torch.matmul(q, torch.transpose(keys.to(q.dtype), 1, 2)) * $SCALE
  a = torch.softmax(scores, -1)
  # trace cues: a
  h = torch.matmul(a, values.to(q.dtype))
  if $SCRAMBLE:
    # Not a transpose back: the official code reads the transposed memory in the shape of the original.
    h = torch.reshape(torch.transpose(h, 1, 2), [torch.size(h, 0), torch.size(h, 1), torch.size(h, 2)])
  return h


def forward(x: Tensor, keys: Tensor, values: Tensor, table: Tensor,
            norm1_w: Tensor, norm1_b: Tensor, qkv_w: Tensor, proj1_w: Tensor, proj1_b: Tensor,
            norm3_w: Tensor, norm3_b: Tensor, to_q: Tensor, proj3_w: Tensor, proj3_b: Tensor,
            norm4_w: Tensor, norm4_b: Tensor, fc1_w: Tensor, fc1_b: Tensor, fc2_w: Tensor, fc2_b: Tensor) -> Tensor:
  x = add_self_attention(x, norm1_w, norm1_b, qkv_w, proj1_w, proj1_b)
  h = torch.layer_norm(x, [$WIDTH], norm3_w, norm3_b, 1e-5)
  x = x + torch.linear(cross_attention(h, keys, values, table, to_q), proj3_w, proj3_b)
  return add_mlp(x, norm4_w, norm4_b, fc1_w, fc1_b, fc2_w, fc2_b)
