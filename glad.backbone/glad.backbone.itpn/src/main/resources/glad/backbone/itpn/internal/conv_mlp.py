# include drop_path.py
# (B, H, W, C): a 1x1 convolution of a map is a product over its last axis here.
def forward(x: Tensor, norm_w: Tensor, norm_b: Tensor, fc1_w: Tensor, fc1_b: Tensor, ffn_w: Tensor, ffn_b: Tensor,
            fc2_w: Tensor, fc2_b: Tensor) -> Tensor:
  h = torch.layer_norm(x, [$WIDTH], norm_w, norm_b, 1e-6)
  h = torch.gelu(torch.linear(h, torch.flatten(fc1_w, 1), fc1_b))
  h = torch.layer_norm(h, [$HIDDEN], ffn_w, ffn_b, 1e-6)
  return x + drop_path(torch.linear(h, torch.flatten(fc2_w, 1), fc2_b), $DROP)
