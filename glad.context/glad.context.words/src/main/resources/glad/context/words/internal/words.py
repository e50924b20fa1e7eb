# include multihead_attention.py
# Token states of the text encoder -> tokens of the tracker's width, the probability that each names the target, and both multiplied.
def forward(states: Tensor, adj_w: Tensor, adj_b: Tensor, norm_w: Tensor, norm_b: Tensor, fc1_w: Tensor, fc1_b: Tensor,
            fc2_w: Tensor, fc2_b: Tensor, fc3_w: Tensor, fc3_b: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
  text = torch.linear(states.to(adj_w.dtype), adj_w, adj_b)
  text = dropped(torch.layer_norm(text, [torch.size(adj_w, 0)], norm_w, norm_b, 1e-12), $DROP)
  h = torch.relu(torch.linear(text, fc1_w, fc1_b))
  h = torch.relu(torch.linear(h, fc2_w, fc2_b))
  p = torch.sigmoid(torch.linear(h, fc3_w, fc3_b).to($F32))
  return (text.to($F32), p, text.to($F32) * p)
