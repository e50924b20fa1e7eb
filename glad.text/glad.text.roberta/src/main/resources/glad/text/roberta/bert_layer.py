def heads(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
  y = torch.linear(x, w, b)
  return y.view([y.size(0), y.size(1), $HEADS, -1]).transpose(1, 2)


def forward(x: Tensor, bias: Tensor, qw: Tensor, qb: Tensor, kw: Tensor, kb: Tensor, vw: Tensor, vb: Tensor,
            ow: Tensor, ob: Tensor, n1w: Tensor, n1b: Tensor, f1w: Tensor, f1b: Tensor, f2w: Tensor, f2b: Tensor,
            n2w: Tensor, n2b: Tensor) -> Tensor:
  a = torch.scaled_dot_product_attention(
      heads(x, qw, qb), heads(x, kw, kb), heads(x, vw, vb), bias.to(x.dtype))
  a = a.transpose(1, 2).reshape([x.size(0), x.size(1), $WIDTH])
  y = torch.layer_norm(x + torch.linear(a, ow, ob), [$WIDTH], n1w, n1b, $EPSILON)
  h = torch.linear(torch.gelu(torch.linear(y, f1w, f1b)), f2w, f2b)
  return torch.layer_norm(y + h, [$WIDTH], n2w, n2b, $EPSILON)
