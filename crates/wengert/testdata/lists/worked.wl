list(x, y) {
  %2 = mul(%0, %1)
  %3 = sin(%2)
  %4 = add(%2, %3)
  return %4
}
