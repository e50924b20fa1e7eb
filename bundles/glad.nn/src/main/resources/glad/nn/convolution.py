# A convolution of x (B, C, H, W) by w (D, C, k, k), added to b (D); stride and padding are (rows, columns). All of ours are
# computed here, and none elsewhere, because of one rule: on a CPU libtorch's own convolution gets only channels that are
# multiples of 16.
#
# The reason: oneDNN 3.7.1, which computes them in libtorch 2.7.1, stores channels in blocks of 16. Where input or output channels
# leave a block unfilled, it gives wrong numbers, NaN among them, on AMD processors of family 26 (Zen 5) with its AVX-512 routines:
# in bfloat16 always, in fp32 in batches. With full blocks it is right. One fp32 sample alone came out right there, but is treated
# like a batch, so that it rounds like one. Gradients follow the same way, but for those with a stride: these are wrong there with
# full blocks too, so that a strided convolution in training is a product over unfolded cells.
#
# Where channels don't fit, those of up to six inputs become a product over unfolded cells, and more are padded with zeros: the
# faster way each, see docs/PERFORMANCE.md. Weights are padded anew in each call: that takes microseconds, and leaves one kind of
# weight for inference, training and export.


# onednn: asks for oneDNN by name in fp32. By itself libtorch gives one small map to another library than several, which rounds
# otherwise.
def full_blocks(x: Tensor, w: Tensor, b: Tensor, stride: List[int], padding: List[int], onednn: bool) -> Tensor:
  if onednn and x.dtype == 6 and not x.is_cuda:
    h = torch.mkldnn_convolution(x, w, b, padding, stride, [1, 1], 1)
  else:
    h = torch.conv2d(x, w, b, stride, padding)
  return h


def unfolded(x: Tensor, w: Tensor, b: Tensor, stride: List[int], padding: List[int]) -> Tensor:
  n = torch.size(x, 0)
  rows = torch.floordiv(torch.size(x, 2) + 2 * padding[0] - torch.size(w, 2), stride[0]) + 1
  columns = torch.floordiv(torch.size(x, 3) + 2 * padding[1] - torch.size(w, 3), stride[1]) + 1
  cells = torch.im2col(x, [torch.size(w, 2), torch.size(w, 3)], [1, 1], padding, stride)
  h = torch.baddbmm(torch.unsqueeze(b, 1), torch.expand(torch.flatten(w, 1), [n, -1, -1]), cells)
  return torch.reshape(h, [n, torch.size(w, 0), rows, columns])


# Filters side by side, as in patch embeddings. The result's channels lie last in memory, where those who want tokens need them.
def patches(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
  n = torch.size(x, 0)
  c = torch.size(x, 1)
  high = torch.size(w, 2)
  wide = torch.size(w, 3)
  rows = torch.floordiv(torch.size(x, 2), high)
  columns = torch.floordiv(torch.size(x, 3), wide)
  x = torch.narrow(torch.narrow(x, 2, 0, rows * high), 3, 0, columns * wide)
  cells = torch.permute(torch.reshape(x, [n, c, rows, high, columns, wide]), [0, 2, 4, 1, 3, 5])
  h = torch.linear(torch.reshape(cells, [n, rows * columns, -1]), torch.flatten(w, 1), b)
  return torch.reshape(torch.transpose(h, 1, 2), [n, torch.size(w, 0), rows, columns])


def padded(x: Tensor, w: Tensor, b: Tensor, stride: List[int], padding: List[int], onednn: bool) -> Tensor:
  more_in = torch.remainder(-torch.size(x, 1), 16)
  more_out = torch.remainder(-torch.size(w, 0), 16)
  if more_in > 0:
    x = torch.constant_pad_nd(x, [0, 0, 0, 0, 0, more_in])
  wide = torch.constant_pad_nd(w, [0, 0, 0, 0, 0, more_in, 0, more_out])
  h = full_blocks(x, wide, torch.constant_pad_nd(b, [0, more_out]), stride, padding, onednn)
  # Dense again: other operators round otherwise on a part of an array.
  return torch.contiguous(torch.narrow(h, 1, 0, torch.size(w, 0)))


def convolution(x: Tensor, w: Tensor, b: Tensor, stride: List[int], padding: List[int], onednn: bool) -> Tensor:
  c = torch.size(x, 1)
  products = c <= 6 or ((stride[0] > 1 or stride[1] > 1) and (x.requires_grad or w.requires_grad))
  if x.is_cuda:
    h = full_blocks(x, w, b, stride, padding, onednn)
  elif products and stride[0] == torch.size(w, 2) and stride[1] == torch.size(w, 3) and padding[0] + padding[1] == 0:
    h = patches(x, w, b)
  elif products:
    h = unfolded(x, w, b, stride, padding)
  elif torch.remainder(c, 16) == 0 and torch.remainder(torch.size(w, 0), 16) == 0:
    h = full_blocks(x, w, b, stride, padding, onednn)
  else:
    h = padded(x, w, b, stride, padding, onednn)
  return h


def depthwise_blocks(x: Tensor, w: Tensor, b: Tensor, stride: List[int], padding: List[int]) -> Tensor:
  c = torch.size(x, 1)
  more = torch.remainder(-c, 16)
  if x.is_cuda or more == 0:
    h = torch.conv2d(x, w, b, stride, padding, [1, 1], c)
  else:
    wide = torch.conv2d(torch.constant_pad_nd(x, [0, 0, 0, 0, 0, more]), torch.constant_pad_nd(w, [0, 0, 0, 0, 0, 0, 0, more]),
                        torch.constant_pad_nd(b, [0, more]), stride, padding, [1, 1], c + more)
    h = torch.contiguous(torch.narrow(wide, 1, 0, c))
  return h


# Each channel with a filter of its own, w (C, 1, k, k). Blocks that libtorch gets are full here too. In training it takes fp32: gradients
# in bf16 with a stride are wrong on some processors.
def depthwise(x: Tensor, w: Tensor, b: Tensor, stride: List[int], padding: List[int]) -> Tensor:
  if not x.is_cuda and (x.requires_grad or w.requires_grad):
    h = depthwise_blocks(x.to($F32), w.to($F32), b.to($F32), stride, padding).to(x.dtype)
  else:
    h = depthwise_blocks(x, w, b, stride, padding)
  return h
