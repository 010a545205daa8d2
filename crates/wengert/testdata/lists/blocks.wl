list(x, y, w[3]) data(0.5) {
  %5 = mul(%0, %1)
  %6 = gt(%5, $0)
  guard %6 true
  %7..%10 = map 3 (%2 step 1, %0, gather [%0, %1, %0], column [1.0, 2.0, 3.0], lane) list(a, b, c, d, e) {
    %5 = fma(%0, %1, %2)
    %6 = sum(%5, %3, %4, 0.25)
    return %6
  }
  %10 = reduce 3 (0.0, %9 step -1) list(total, t) {
    %2 = add(%0, %1)
    return %2
  }
  %11..%19 = scan 3 carry 2 (%0, $0, %4 step -1) list(s, t, u) data(0.125) {
    %3 = mul(%0, %2)
    %4 = add(%1, $0)
    return %3, %4, %3, %0
  }
  %19..%21 = call (%18, 3.0) list(a, b) {
    %2 = pow(%0, %1)
    return %2, %0
  }
  %21..%21 = map 0 (%0 step 5, gather [], column []) list(a, b, c) {
    %3 = mul(%0, %1)
    return %3
  }
  %21..%21 = call () list() {
  }
  return %10, %11, %12, %20
}
