# include self_attention.py
def drop_path(h: Tensor) -> Tensor:
  if $DROP > 0.:
    # One draw per sample: the whole branch is kept and scaled up, or left out.
    h = h * (torch.bernoulli(torch.full_like(h[:, :1, :1], 1. - $DROP)) / (1. - $DROP))
  return h


def forward(x: Tensor, norm1_w: Tensor, norm1_b: Tensor, qkv_w: Tensor, qkv_b: Tensor, proj_w: Tensor, proj_b: Tensor,
            norm2_w: Tensor, norm2_b: Tensor, fc1_w: Tensor, fc1_b: Tensor, fc2_w: Tensor, fc2_b: Tensor) -> Tensor:
  h = torch.layer_norm(x, [$WIDTH], norm1_w, norm1_b, 1e-6)
  h = self_attention(torch.linear(h, qkv_w, qkv_b), $HEADS)
  x = x + drop_path(torch.linear(h, proj_w, proj_b))
  h = torch.layer_norm(x, [$WIDTH], norm2_w, norm2_b, 1e-6)
  h = torch.linear(torch.gelu(torch.linear(h, fc1_w, fc1_b)), fc2_w, fc2_b)
  return x + drop_path(h)
