# include multihead_attention.py
# Rows look at search tokens, then a feed-forward of their own width; post-norm. And the rows between both.
def forward(rows: Tensor, seen: Tensor, row_places: Tensor, places: Tensor, attn_in_w: Tensor, attn_in_b: Tensor, attn_out_w: Tensor,
            attn_out_b: Tensor, norm2_w: Tensor, norm2_b: Tensor, fc1_w: Tensor, fc1_b: Tensor, fc2_w: Tensor, fc2_b: Tensor, norm3_w: Tensor,
            norm3_b: Tensor) -> Tuple[Tensor, Tensor]:
  m = rows.to(attn_in_w.dtype)
  x = seen.to(attn_in_w.dtype)
  c = torch.size(m, 2)
  scores = joint_scores(m + row_places.to(m.dtype), x + places.to(m.dtype), attn_in_w, attn_in_b, $HEADS)
  h = torch.linear(weigh(scores, joint_values(x, attn_in_w, attn_in_b, $HEADS), $DROP), attn_out_w, attn_out_b)
  a = torch.layer_norm(m + dropped(h, $DROP), [c], norm2_w, norm2_b, 1e-5)
  h = torch.linear(dropped(torch.relu(torch.linear(a, fc1_w, fc1_b)), $DROP), fc2_w, fc2_b)
  return (torch.layer_norm(a + dropped(h, $DROP), [c], norm3_w, norm3_b, 1e-5).to($F32), a.to($F32))
