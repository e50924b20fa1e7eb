def forward(map: Tensor, pos: Tensor, template: Tensor) -> Tensor:
  search = torch.transpose(torch.flatten(map, 2), 1, 2) + pos
  return torch.cat([template.to(search.dtype), search], 1)
