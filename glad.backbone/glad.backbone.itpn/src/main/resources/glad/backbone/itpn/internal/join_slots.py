# [class, templates, search] with what they are of. The official code multiplies a template's mask into the token types as those before it
# left them: of several templates, the target is where it is in all so far, and the background likewise.
def forward(map: Tensor, templates: Tensor, pos: Tensor, kind: Tensor, foreground: Tensor, background: Tensor, class_token: Tensor,
            class_pos: Tensor) -> Tensor:
  search = torch.flatten(map, 1, 2) + kind + pos
  masks = torch.reshape(templates[:, :, $WIDTH:], [torch.size(templates, 0), $TEMPLATES, -1, 1])
  target = torch.flatten(torch.cumprod(masks, 1), 1, 2).to(search.dtype)
  rest = torch.flatten(torch.cumprod(1. - masks, 1), 1, 2).to(search.dtype)
  typed = templates[:, :, :$WIDTH].to(search.dtype) + (foreground * target + background * rest)
  first = torch.expand(class_token + torch.unsqueeze(class_pos, 0), [torch.size(search, 0), -1, -1])
  return torch.cat([first, typed, search], 1)
