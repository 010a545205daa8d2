#!/usr/bin/env bash
# Builds the engine for the browser, and says where it is; ends with 3 where nothing here can build it.
# With rustup: `rustup target add wasm32-unknown-unknown`. On Debian: the packages rustc-web, cargo-web, rust-web-src and
# lld-19, whose standard library is built along.
set -euo pipefail
cd "$(dirname "$0")/../.."
target=wasm32-unknown-unknown
flags=(build --package wengert-wasm --lib --profile wasm --target $target --locked)
out=${WENGERT_WASM_TARGET:-target/wasm}
export CARGO_TARGET_DIR=$out
if rustup target list --installed 2>/dev/null | grep -q $target; then
  cargo "${flags[@]}"
elif [ -x /usr/bin/cargo ] && [ -d /usr/lib/rustlib/src ] && command -v wasm-ld-19 >/dev/null; then
  # A panic is a trap without words: the page says that the engine broke off, and formatting a message costs 100 kB.
  small="-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none"
  RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc RUSTFLAGS="-Clinker=wasm-ld-19 -Clinker-flavor=wasm-ld $small" \
    /usr/bin/cargo "${flags[@]}" -Zbuild-std=std,panic_abort
else
  echo "nothing here can build it: run \`rustup target add $target\`" >&2
  exit 3
fi
echo "$out/$target/wasm/wengert_wasm.wasm"
