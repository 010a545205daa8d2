#!/usr/bin/env bash
# Builds the engine for the browser, and says in which folder its two parts are; ends with 3 where nothing here can build it.
# With rustup: `rustup target add wasm32-unknown-unknown`. On Debian: the packages rustc-web, cargo-web, rust-web-src and
# lld-19, whose standard library is built along. Either way Binaryen (Debian's package `binaryen`) and Node.js cut it in two:
# first.wasm has what ran when it was asked what a reader asks first (first.mjs), rest.wasm everything else. In each part
# functions that are alike stand next to one another (order.mjs).
set -euo pipefail
cd "$(dirname "$0")/../.."
target=wasm32-unknown-unknown
flags=(build --package wengert-wasm --lib --profile wasm --target $target --locked)
out=${WENGERT_WASM_TARGET:-target/wasm}
export CARGO_TARGET_DIR=$out
for tool in wasm-opt wasm-dis wasm-as wasm-split node; do
  command -v $tool >/dev/null || { echo "nothing here can cut it in two: install \`binaryen\` and \`nodejs\`" >&2; exit 3; }
done
if rustup target list --installed 2>/dev/null | grep -q $target; then
  library=shipped
  cargo "${flags[@]}"
elif [ -x /usr/bin/cargo ] && [ -d /usr/lib/rustlib/src ] && command -v wasm-ld-19 >/dev/null; then
  library="built along"
  # A panic is a trap without words: the page says that the engine broke off, and formatting a message costs 100 kB.
  small="-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none"
  RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc RUSTFLAGS="-Clinker=wasm-ld-19 -Clinker-flavor=wasm-ld $small" \
    /usr/bin/cargo "${flags[@]}" -Zbuild-std=std,panic_abort -Zbuild-std-features=optimize_for_size
else
  echo "nothing here can build it: run \`rustup target add $target\`" >&2
  exit 3
fi

parts=$out/engine
mkdir -p "$parts"
# The library that rustup ships is built for speed, and larger: who bounds the size needs to know which it was.
echo "$library" > "$parts/library"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
wasm-opt -g --duplicate-function-elimination "$out/$target/wasm/wengert_wasm.wasm" -o "$work/whole.wasm"
wasm-split --instrument --profile-export=profiled "$work/whole.wasm" -o "$work/instrumented.wasm"
node crates/wengert-wasm/first.mjs "$work/instrumented.wasm" "$work/profile"
wasm-split "$work/whole.wasm" --profile="$work/profile" -o1 "$work/first.wasm" -o2 "$work/rest.wasm" \
  --import-namespace=first --placeholder-namespace=rest --export-prefix=%
# What compilers for wasm32-unknown-unknown take for granted; the text form does not say it.
features=(--enable-bulk-memory --enable-sign-ext --enable-nontrapping-float-to-int --enable-mutable-globals)
for part in first rest; do
  wasm-dis "${features[@]}" "$work/$part.wasm" -o "$work/$part.wat"
  node crates/wengert-wasm/order.mjs "$work/$part.wat" "$work/ordered.wat"
  wasm-as "${features[@]}" "$work/ordered.wat" -o "$parts/$part.wasm"
done
echo "$parts"
