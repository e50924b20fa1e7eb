# include self_attention.py
# include convolution.py
def learned(x: Tensor, train: bool) -> Tensor:
  r = torch.detach(x)
  if train:
    r = torch.requires_grad_(r)
  return r


# The result of one operator, and where g isn't empty the gradients of the sum of (result * g), all in one row in fp32.
def forward(operator: Tensor, a0: Tensor, b0: Tensor, c0: Tensor, g: Tensor) -> Tensor:
  which = int(operator[0])
  p = int(operator[1])
  q = int(operator[2])
  inputs = int(operator[3])
  train = torch.numel(g) > 0
  before = torch.is_grad_enabled()
  if train:
    torch.set_grad_enabled(True)
  a = learned(a0, train)
  b = learned(b0, train)
  c = learned(c0, train)
  if which == $CONVOLUTION:
    y = torch.conv2d(a, b, c, [p, p], [q, q])
  elif which == $ONEDNN_CONVOLUTION:
    y = torch.mkldnn_convolution(a, b, c, [q, q], [p, p], [1, 1], 1)
  elif which == $UNFOLDED_CONVOLUTION:
    y = unfolded(a, b, c, [p, p], [q, q])
  elif which == $DEPTHWISE_CONVOLUTION:
    y = torch.conv2d(a, b, c, [p, p], [q, q], [1, 1], torch.size(a, 1))
  elif which == $LINEAR:
    y = torch.linear(a, b, c)
  elif which == $BATCHED_PRODUCT:
    y = torch.matmul(a, b)
  elif which == $ADDED_PRODUCT:
    y = torch.baddbmm(c, a, b)
  elif which == $SOFTMAX:
    y = torch.softmax(a, -1)
  elif which == $LAYER_NORM:
    y = torch.layer_norm(a, [torch.size(a, -1)], b, c, 1e-6)
  elif which == $GROUP_NORM:
    y = torch.group_norm(a, p, b, c, 1e-6)
  elif which == $BATCH_NORM:
    y = torch.batch_norm(a, b, c, torch.zeros_like(b0), torch.ones_like(b0), True, 0.1, 1e-6, True)
  elif which == $ATTENTION:
    y = attention(a, b, c)
  elif which == $FUSED_ATTENTION:
    y = torch.scaled_dot_product_attention(a, b, c)
  elif which == $NEAREST:
    y = torch.upsample_nearest2d(a, [p, q])
  elif which == $BILINEAR:
    y = torch.upsample_bilinear2d(a, [p, q], False)
  elif which == $BICUBIC:
    y = torch.upsample_bicubic2d(a, [p, q], False)
  elif which == $BICUBIC_ALIGNED:
    y = torch.upsample_bicubic2d(a, [p, q], True)
  elif which == $GELU:
    y = torch.gelu(a)
  else:
    y = torch.silu(a)
  flat = [torch.flatten(y).to($F32)]
  if train:
    for d in torch.grad([torch.sum(y.to($F32) * g)], [a, b, c][:inputs]):
      if d is not None:
        flat.append(torch.flatten(d).to($F32))
  row = torch.detach(torch.cat(flat))
  torch.set_grad_enabled(before)
  return row
