list(x, θ₁, "two words", "", "9th", "quote \" and \\", "line\nbreak", x, grid[2, 3], none[0], inf, data) data(1.0) {
  return %6, %12, %13
}
