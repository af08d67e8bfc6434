#!/usr/bin/env bash
# Builds smtplog as one file that needs no library of the system, and says where it is. Needs the Rust target and a C compiler
# for musl (Debian: musl-tools).
set -euo pipefail
cd "$(dirname "$0")/.."

target=${TARGET:-$(uname -m)-unknown-linux-musl}
if [[ ! -d $(rustc --print target-libdir --target "$target") ]]; then
  echo "SKIPPED: no Rust target $target (rustup target add $target)"
  exit 0
fi
if ! command -v musl-gcc >/dev/null; then
  echo "SKIPPED: no musl-gcc (Debian: apt-get install musl-tools)"
  exit 0
fi

# The decoders of bzip2, xz and zstd are C.
export "CC_${target//-/_}=musl-gcc"
cargo build --release --locked --bin smtplog --target "$target"
smtplog=${CARGO_TARGET_DIR:-target}/$target/release/smtplog

if ldd "$smtplog" 2>/dev/null | grep -q '=>'; then
  echo "$smtplog needs libraries:" >&2
  ldd "$smtplog" >&2
  exit 1
fi
"$smtplog" --version
"$smtplog" analyze --quiet --lang en samples/morning >/dev/null
echo "$smtplog is static"
