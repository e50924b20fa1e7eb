# include peculiar.py
# Search tokens times their heat; with a residual, what is peculiar to each of them.
def forward(guided: Tensor, heat: Tensor) -> Tensor:
  x = guided
  if $RESIDUAL:
    x = peculiar(guided)
  return x * heat
