def forward(rate: Tensor, update: Tensor, scale: Tensor, p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor]) -> Tensor:
  updates = annotate(List[Tensor], [])
  unused = annotate(List[Tensor], [])
  for i in range(torch.len(p)):
    _0 = torch.append(updates, update)
  torch._fused_adamw_(p, g, m, v, unused, updates, lr=rate, beta1=$BETA1, beta2=$BETA2, weight_decay=$DECAY, eps=1.e-8, amsgrad=False, maximize=False, grad_scale=scale, found_inf=None)
  for i in range(torch.len(g)):
    _1 = torch.zero_(g[i])
  return update
