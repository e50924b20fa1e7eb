# Search tokens (B, N, C), template tokens (B, T, C) and queries (B, W) -> evidence (B, 2, N): cosines over a temperature, and what counts
# beside the score, which trains the gate alone: against what fits less than the best, nothing for it. The best of a token and its neighbours
# stands for it there, so that what fits keeps its peak where the score has it: tokens are coarser than the score.
def forward(search: Tensor, template: Tensor, query: Tensor, norm_w: Tensor, norm_b: Tensor, in_w: Tensor, in_b: Tensor, out_w: Tensor,
            scale: Tensor, gate_norm_w: Tensor, gate_norm_b: Tensor, gate_in_w: Tensor, gate_in_b: Tensor, gate_out_w: Tensor,
            gate_out_b: Tensor) -> Tensor:
  c = torch.size(search, 2)
  x = torch.layer_norm(search.to(in_w.dtype), [c], norm_w, norm_b, 1e-5)
  x = torch.linear(torch.gelu(torch.linear(x, in_w, in_b)), out_w).to($F32)
  cosine = torch.sum(x * torch.unsqueeze(query, 1), [2]) / torch.sqrt(torch.sum(x * x, [2]) + 1e-6)
  t = torch.layer_norm(torch.mean(template, [1]).to(in_w.dtype), [c], gate_norm_w, gate_norm_b, 1e-5)
  gate = torch.linear(torch.gelu(torch.linear(t, gate_in_w, gate_in_b)), gate_out_w, gate_out_b).to($F32)
  fit = cosine * torch.clamp(torch.exp(scale.to($F32)), 0., $MOST)
  near = torch.max_pool2d(torch.reshape(torch.detach(fit), [-1, 1, $SIDE, $SIDE]), [3, 3], [1, 1], [1, 1])
  near = torch.flatten(near, 1)
  return torch.stack([fit, (near - torch.amax(near, [1], True)) * torch.sigmoid(gate)], 1)
