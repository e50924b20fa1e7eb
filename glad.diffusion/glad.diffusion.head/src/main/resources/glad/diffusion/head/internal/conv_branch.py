# include convolution.py
# include pointwise.py
def stage(x: Tensor, w: Tensor, b: Tensor, norm_w: Tensor, norm_b: Tensor, mean: Tensor, var: Tensor,
          batches: Tensor) -> Tensor:
  h = convolution(x, w, b, [1, 1], [1, 1], $ONEDNN)
  # Statistics and their parameters stay in fp32, whatever the maps are in.
  scale = norm_w.to($F32)
  shift = norm_b.to($F32)
  if $TRAIN:
    together = $TOGETHER if $TOGETHER > 0 else torch.size(h, 0)
    groups = torch.split(h, together, 0)
    normal = annotate(List[Tensor], [])
    for i in range(torch.len(groups)):
      batches.add_(1)
      _0 = torch.append(normal, torch.batch_norm(groups[i], scale, shift, mean, var, True, 0.1, 1e-5, True))
    h = torch.cat(normal, 0)
  else:
    h = torch.batch_norm(h, scale, shift, mean, var, False, 0.1, 1e-5, True)
  return torch.relu(h)


def forward(map: Tensor,
            w1: Tensor, b1: Tensor, nw1: Tensor, nb1: Tensor, m1: Tensor, v1: Tensor, n1: Tensor,
            w2: Tensor, b2: Tensor, nw2: Tensor, nb2: Tensor, m2: Tensor, v2: Tensor, n2: Tensor,
            w3: Tensor, b3: Tensor, nw3: Tensor, nb3: Tensor, m3: Tensor, v3: Tensor, n3: Tensor,
            w4: Tensor, b4: Tensor, nw4: Tensor, nb4: Tensor, m4: Tensor, v4: Tensor, n4: Tensor,
            w5: Tensor, b5: Tensor) -> Tensor:
  h = stage(map.to(w1.dtype), w1, b1, nw1, nb1, m1, v1, n1)
  h = stage(h, w2, b2, nw2, nb2, m2, v2, n2)
  h = stage(h, w3, b3, nw3, nb3, m3, v3, n3)
  h = stage(h, w4, b4, nw4, nb4, m4, v4, n4)
  h = pointwise(h, w5, torch.unsqueeze(b5, 1)).to($F32)
  if $SIGMOID:
    h = torch.clamp(torch.sigmoid(h), 1e-4, 1. - 1e-4)
  return h
