list(x, c) data(0.0) {
  %2 = gt(%0, $0)
  guard %2 true
  %3 = le(%0, 2.0)
  guard %3 false
  guard 1.0 true
  %4 = where(%2, %0, %1)
  %5 = fma(%4, %4, -1.5)
  %6 = dot(%0, %1, %4, %5, 2.0, $0)
  return %6
}
