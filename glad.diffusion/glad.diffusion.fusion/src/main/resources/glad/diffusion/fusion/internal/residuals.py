# include self_attention.py
def add_self_attention(x: Tensor, norm_w: Tensor, norm_b: Tensor, qkv_w: Tensor, proj_w: Tensor, proj_b: Tensor) -> Tensor:
  h = torch.layer_norm(x, [$WIDTH], norm_w, norm_b, 1e-5)
  return x + torch.linear(self_attention(torch.linear(h, qkv_w), $HEADS), proj_w, proj_b)


def add_mlp(x: Tensor, norm_w: Tensor, norm_b: Tensor, fc1_w: Tensor, fc1_b: Tensor, fc2_w: Tensor, fc2_b: Tensor) -> Tensor:
  h = torch.layer_norm(x, [$WIDTH], norm_w, norm_b, 1e-5)
  return x + torch.linear(torch.gelu(torch.linear(h, fc1_w, fc1_b)), fc2_w, fc2_b)
