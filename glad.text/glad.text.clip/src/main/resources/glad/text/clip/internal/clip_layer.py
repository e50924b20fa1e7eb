def heads(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
  y = torch.linear(x, w, b)
  return y.view([y.size(0), y.size(1), $HEADS, -1]).transpose(1, 2)


def forward(x: Tensor, bias: Tensor,
            n1w: Tensor, n1b: Tensor,
            qw: Tensor, qb: Tensor, kw: Tensor, kb: Tensor, vw: Tensor, vb: Tensor, ow: Tensor, ob: Tensor,
            n2w: Tensor, n2b: Tensor, f1w: Tensor, f1b: Tensor, f2w: Tensor, f2b: Tensor) -> Tensor:
  h = torch.layer_norm(x, [$WIDTH], n1w, n1b, 1e-5)
  a = torch.scaled_dot_product_attention(
      heads(h, qw, qb), heads(h, kw, kb), heads(h, vw, vb), bias.to(x.dtype))
  a = a.transpose(1, 2).reshape([x.size(0), x.size(1), $WIDTH])
  y = x + torch.linear(a, ow, ob)
  h = torch.linear(torch.layer_norm(y, [$WIDTH], n2w, n2b, 1e-5), f1w, f1b)
  return y + torch.linear(h * torch.sigmoid(1.702 * h), f2w, f2b)
