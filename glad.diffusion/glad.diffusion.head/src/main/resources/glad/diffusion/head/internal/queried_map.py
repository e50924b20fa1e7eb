# include box_coverage.py
def forward(search: Tensor, template: Tensor, box: Tensor, w: Tensor, b: Tensor) -> Tensor:
  # The first template says where the target is in it; later ones have told it what they know by attention.
  share = box_coverage(box, $TEMPLATE_SIDE)
  target = torch.sum(template[:, :torch.size(share, 1)] * share, 1) / torch.clamp(torch.sum(share, 1), 1e-6)
  # A product for each sample: those of the rows of one matrix would depend on how many there are.
  weight = torch.expand(torch.transpose(w, 0, 1), [torch.size(target, 0), -1, -1])
  query = torch.baddbmm(b, torch.unsqueeze(target, 1).to(w.dtype), weight).to($F32)
  h = torch.transpose(search * query, 1, 2)
  return torch.reshape(h, [torch.size(h, 0), torch.size(h, 1), $SIDE, $SIDE])
