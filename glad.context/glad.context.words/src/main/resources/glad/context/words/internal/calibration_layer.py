# include multihead_attention.py
def attend(q: Tensor, k: Tensor, v: Tensor, visible: Tensor, in_w: Tensor, in_b: Tensor, out_w: Tensor, out_b: Tensor) -> Tensor:
  scores = hide(joint_scores(q, k, in_w, in_b, $HEADS), visible)
  return dropped(torch.linear(weigh(scores, joint_values(v, in_w, in_b, $HEADS), $DROP), out_w, out_b), $DROP)


# The keys look at each other, then the words at the keys; post-norm, without a feed-forward.
def forward(words: Tensor, keys: Tensor, word_pos: Tensor, key_pos: Tensor, visible: Tensor,
            self_in_w: Tensor, self_in_b: Tensor, self_out_w: Tensor, self_out_b: Tensor, norm1_w: Tensor, norm1_b: Tensor,
            cross_in_w: Tensor, cross_in_b: Tensor, cross_out_w: Tensor, cross_out_b: Tensor, norm2_w: Tensor,
            norm2_b: Tensor) -> Tuple[Tensor, Tensor]:
  x = words.to(self_in_w.dtype)
  k = keys.to(x.dtype)
  wp = word_pos.to(x.dtype)
  kp = key_pos.to(x.dtype)
  c = torch.size(x, 2)
  k = torch.layer_norm(k + attend(k + kp, k + kp, k, visible, self_in_w, self_in_b, self_out_w, self_out_b), [c], norm1_w, norm1_b, 1e-5)
  x = torch.layer_norm(x + attend(x + wp, k + kp, k, visible, cross_in_w, cross_in_b, cross_out_w, cross_out_b), [c], norm2_w, norm2_b,
                       1e-5)
  return (x.to($F32), k.to($F32))
