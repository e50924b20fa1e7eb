# include convolution.py
def stage(x: Tensor, w: Tensor, b: Tensor, norm_w: Tensor, norm_b: Tensor, mean: Tensor, var: Tensor, batches: Tensor) -> Tensor:
  h = convolution(x, w, b, [1, 1], [1, 1], $ONEDNN)
  if $TRAIN:
    batches.add_(1)
  # Statistics and their parameters stay in fp32, whatever the maps are in.
  return torch.relu(torch.batch_norm(h, norm_w.to($F32), norm_b.to($F32), mean, var, $TRAIN, 0.1, 1e-5, True))


# [score, size, offset] (B, 5, N, N) -> how well the box will overlap, (B, 1).
def forward(score: Tensor, size: Tensor, offset: Tensor,
            w1: Tensor, b1: Tensor, nw1: Tensor, nb1: Tensor, m1: Tensor, v1: Tensor, n1: Tensor,
            w2: Tensor, b2: Tensor, nw2: Tensor, nb2: Tensor, m2: Tensor, v2: Tensor, n2: Tensor,
            w3: Tensor, b3: Tensor, nw3: Tensor, nb3: Tensor, m3: Tensor, v3: Tensor, n3: Tensor,
            w4: Tensor, b4: Tensor, nw4: Tensor, nb4: Tensor, m4: Tensor, v4: Tensor, n4: Tensor,
            w5: Tensor, b5: Tensor, fc1_w: Tensor, fc1_b: Tensor, fc2_w: Tensor, fc2_b: Tensor) -> Tensor:
  h = torch.cat([score, size, offset], 1).to(w1.dtype)
  h = stage(h, w1, b1, nw1, nb1, m1, v1, n1)
  h = stage(h, w2, b2, nw2, nb2, m2, v2, n2)
  h = stage(h, w3, b3, nw3, nb3, m3, v3, n3)
  h = stage(h, w4, b4, nw4, nb4, m4, v4, n4)
  h = torch.flatten(convolution(h, w5, b5, [1, 1], [0, 0], False), 1)
  h = torch.relu(torch.linear(h, fc1_w, fc1_b))
  return torch.sigmoid(torch.linear(h, fc2_w, fc2_b).to($F32))
