# The final layer norm; class token, templates' and search tokens; and the search tokens' positions.
def forward(x: Tensor, norm_w: Tensor, norm_b: Tensor, pos: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
  h = torch.layer_norm(x, [$WIDTH], norm_w, norm_b, 1e-6).to($F32)
  return (h[:, :1], h[:, 1:$FIRST], h[:, $FIRST:], pos.to($F32))
