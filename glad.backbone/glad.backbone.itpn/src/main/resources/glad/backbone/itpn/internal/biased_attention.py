# Attention whose scores get a bias (1, H, N, N).
def attend_biased(x: Tensor, bias: Tensor, norm_w: Tensor, norm_b: Tensor, q_b: Tensor, v_b: Tensor, q_w: Tensor, k_w: Tensor,
                  v_w: Tensor, proj_w: Tensor, proj_b: Tensor) -> Tensor:
  q, k, v = projected(x, norm_w, norm_b, q_b, v_b, q_w, k_w, v_w)
  scores = torch.matmul(q * torch.pow(torch.size(q, 3), -0.5), torch.transpose(k, 2, 3)) + bias
  a = torch.softmax(scores, -1)
  # trace attention: a
  return joined(torch.matmul(a, v), x, proj_w, proj_b)
