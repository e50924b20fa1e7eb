# A 1x1 convolution of (B, C, H, W) by (O, C, 1, 1), added to a bias (O, 1) or to maps (B, O, HW), as matrix products: on CPUs
# libtorch computes its own with another library in a batch and on one thread, so a sample's last bits would depend on both.
def pointwise(x: Tensor, w: Tensor, start: Tensor) -> Tensor:
  n = torch.size(x, 0)
  h = torch.baddbmm(start, torch.expand(torch.flatten(w, 1), [n, -1, -1]), torch.flatten(x, 2))
  return torch.reshape(h, [n, -1, torch.size(x, 2), torch.size(x, 3)])
