def forward(image: Tensor, tokens: Tensor, mask: Tensor, cell_w: Tensor, text_w: Tensor, b: Tensor) -> Tensor:
  cells = torch.im2col(image, [16, 16], [1, 1], [0, 0], [16, 16]).transpose(1, 2)
  words = torch.sum(tokens * torch.unsqueeze(mask, 2), [1], True) / torch.clamp(torch.sum(mask, [1], True), 1).unsqueeze(2)
  h = torch.linear(cells.to(cell_w.dtype), cell_w, b) + torch.linear(words.to(text_w.dtype), text_w)
  return torch.tanh(h).to(image.dtype).transpose(1, 2).reshape([torch.size(image, 0), -1, $SIDE, $SIDE])
