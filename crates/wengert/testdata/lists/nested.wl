list(x[4], p) {
  %5..%9 = map 4 (%0 step 1, %4) list(x, p) {
    %2 = scan 3 carry 1 (%0, %1, lane) list(s, p, k) {
      %3 = mul(%0, %1)
      %4 = gt(%3, -1000.0)
      guard %4 true
      %5 = reduce 2 (%3, column [0.5, 0.25], %2) list(total, c, k) {
        %3 = fma(%1, %2, %0)
        return %3
      }
      return %5
    }
    return %2
  }
  %9 = sum(%5, %6, %7, %8)
  return %9
}
