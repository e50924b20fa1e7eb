# include residuals.py
def forward(x: Tensor, norm1_w: Tensor, norm1_b: Tensor, qkv_w: Tensor, proj1_w: Tensor, proj1_b: Tensor,
            norm4_w: Tensor, norm4_b: Tensor, fc1_w: Tensor, fc1_b: Tensor, fc2_w: Tensor, fc2_b: Tensor) -> Tensor:
  x = add_self_attention(x, norm1_w, norm1_b, qkv_w, proj1_w, proj1_b)
  return add_mlp(x, norm4_w, norm4_b, fc1_w, fc1_b, fc2_w, fc2_b)
