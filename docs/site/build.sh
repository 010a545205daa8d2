#!/usr/bin/env bash
# Writes the explorer into this folder: one page that is live without a server. What is then here can be published as it is.
set -euo pipefail
cd "$(dirname "$0")/../.."
WENGERT_WASM=$(realpath "$(crates/wengert-wasm/build.sh)")
export WENGERT_WASM
cargo run --release --locked -- explore --export docs/site/index.html
