# How much each search token is like the templates: X (X^T (X z)), z the mean of all tokens that aren't the search region's.
def similarity(others: Tensor, search: Tensor) -> Tensor:
  z = torch.transpose(torch.mean(others, [1], True), 1, 2)
  return torch.matmul(search, torch.matmul(torch.transpose(search, 1, 2), torch.matmul(search, z)))
