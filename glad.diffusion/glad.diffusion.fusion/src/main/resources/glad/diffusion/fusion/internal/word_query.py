# Token states (B, L, C), their mask (B, L) and the empty sentence's states (1, L, C) -> unit vectors (B, W): the sentence's words, without
# start and end, pooled by learned weights. Words count by how they differ from what stands there in the empty sentence, each number by its mean
# and deviation over the words of the first batch of training: what all have in common drowns them in small encoders. Without words the pool is
# empty, and what follows has no bias: exactly 0.
def forward(states: Tensor, mask: Tensor, nothing: Tensor, mean: Tensor, var: Tensor, batches: Tensor, in_w: Tensor, in_b: Tensor,
            pool_w: Tensor, out_w: Tensor) -> Tensor:
  place = torch.cumsum(mask, 1)
  words = mask * torch.gt(place, 1.5).to($F32) * torch.lt(place, place[:, -1:] - 0.5).to($F32)
  x = states - nothing
  if $TRAIN:
    # The first batch says once what words have in common: so the loss depends on nothing but its own examples.
    given = torch.detach(x)
    each = torch.unsqueeze(words, 2)
    count = torch.sum(words)
    first = torch.eq(batches, 0).to($F32) * torch.gt(count, 0).to($F32)
    count = torch.clamp_min(count, 1)
    mean.add_(first * (torch.sum(each * given, [0, 1]) / count - mean))
    var.add_(first * (torch.sum(each * torch.square(given - mean), [0, 1]) / count - var))
    batches.add_(first)
  x = (x - mean) / torch.sqrt(var + 1e-6)
  x = torch.gelu(torch.linear(x.to(in_w.dtype), in_w, in_b))
  score = torch.squeeze(torch.linear(x, pool_w).to($F32), 2)
  weight = words * torch.exp(score - torch.amax(score, [1], True))
  weight = weight / (torch.sum(weight, [1], True) + 1e-6)
  pooled = torch.sum(torch.unsqueeze(weight, 2) * x.to($F32), [1])
  q = torch.linear(pooled.to(out_w.dtype), out_w).to($F32)
  return q / torch.sqrt(torch.sum(q * q, [1], True) + 1e-6)
