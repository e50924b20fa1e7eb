# Search tokens (B, N, C), template tokens (B, T, C) and queries (B, W) -> evidence (B, 2, N): cosines over a temperature, and the same times
# a gate. What counts beside the score trains the gate alone.
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
  return torch.stack([fit, torch.detach(fit) * torch.sigmoid(gate)], 1)
