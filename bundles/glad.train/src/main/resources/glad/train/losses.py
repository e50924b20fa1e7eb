def focal_sum(score: Tensor, target: Tensor, epsilon: float) -> Tensor:
  positive = torch.to(torch.eq(target, 1), $F32)
  negative = torch.mul(torch.pow(1 - target, 4), torch.to(torch.lt(target, 1), $F32))
  p = torch.clamp_min(score, 1.e-12)
  hit = torch.mul(torch.mul(torch.log(p), torch.pow(1 - p, 2)), positive)
  miss = torch.mul(torch.mul(torch.log(1 - p + epsilon), torch.pow(p, 2)), negative)
  return torch.neg(torch.sum(hit + miss))

def corners(box: Tensor) -> Tensor:
  half = torch.slice(box, -1, 2, 4) / 2.
  centre = torch.slice(box, -1, 0, 2)
  return torch.cat([centre - half, centre + half], -1)

def area(a: Tensor) -> Tensor:
  return torch.mul(torch.select(a, -1, 2) - torch.select(a, -1, 0), torch.select(a, -1, 3) - torch.select(a, -1, 1))

def overlap(a: Tensor, b: Tensor) -> Tensor:
  lt = torch.maximum(torch.slice(a, -1, 0, 2), torch.slice(b, -1, 0, 2))
  rb = torch.minimum(torch.slice(a, -1, 2, 4), torch.slice(b, -1, 2, 4))
  return torch.prod(torch.clamp_min(rb - lt, 0), -1)

def iou(a: Tensor, b: Tensor) -> Tensor:
  inter = overlap(a, b)
  return torch.div(inter, area(a) + area(b) - inter)

def hull(a: Tensor, b: Tensor) -> Tensor:
  lt = torch.minimum(torch.slice(a, -1, 0, 2), torch.slice(b, -1, 0, 2))
  rb = torch.maximum(torch.slice(a, -1, 2, 4), torch.slice(b, -1, 2, 4))
  return torch.clamp_min(rb - lt, 0)

def giou(a: Tensor, b: Tensor) -> Tensor:
  inter = overlap(a, b)
  union = area(a) + area(b) - inter
  whole = torch.prod(hull(a, b), -1)
  return torch.div(inter, union) - torch.div(whole - union, whole)

def aspect(a: Tensor) -> Tensor:
  return torch.atan(torch.div(torch.select(a, -1, 2) - torch.select(a, -1, 0), torch.select(a, -1, 3) - torch.select(a, -1, 1)))

def ciou(a: Tensor, b: Tensor) -> Tensor:
  i = iou(a, b)
  diagonal = torch.sum(torch.pow(hull(a, b), 2), -1)
  ca = torch.slice(a, -1, 0, 2) + torch.slice(a, -1, 2, 4)
  cb = torch.slice(b, -1, 0, 2) + torch.slice(b, -1, 2, 4)
  distance = torch.sum(torch.pow((ca - cb) / 2., 2), -1)
  v = torch.mul(torch.pow(aspect(a) - aspect(b), 2), 0.4052847345693511)
  s = torch.to(torch.gt(i, 0.5), $F32)
  alpha = torch.detach(torch.div(torch.mul(s, v), 1 - i + v))
  return torch.clamp(i - torch.div(distance, diagonal) - torch.mul(alpha, v), -1., 1.)
