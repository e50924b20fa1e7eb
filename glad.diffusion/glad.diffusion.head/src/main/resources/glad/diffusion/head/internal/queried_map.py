# include box_coverage.py
def forward(search: Tensor, template: Tensor, box: Tensor, w: Tensor, b: Tensor) -> Tensor:
  share = box_coverage(box, $TEMPLATE_SIDE)
  target = torch.sum(template * share, 1) / torch.clamp(torch.sum(share, 1), 1e-6)
  query = torch.linear(target.to(w.dtype), w, b).to(6)
  h = torch.transpose(search * torch.unsqueeze(query, 1), 1, 2)
  return torch.reshape(h, [torch.size(h, 0), torch.size(h, 1), $SIDE, $SIDE])
