list() {
}
