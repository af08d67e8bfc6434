#!/usr/bin/env bash
# Makes what packages hold beside the program: manual pages and completions, by the program that is packaged.
# Usage: packaging/assets.sh PROGRAM [DIR]; DIR is target/packaging without it.
set -euo pipefail

program=$(realpath "${1:?usage: packaging/assets.sh PROGRAM [DIR]}")
cd "$(dirname "$0")/.."
dir=${2:-target/packaging}

rm -rf "$dir"
mkdir -p "$dir/completions"
"$program" man --dir "$dir/man"
"$program" completions bash >"$dir/completions/smtplog"
"$program" completions zsh >"$dir/completions/_smtplog"
"$program" completions fish >"$dir/completions/smtplog.fish"
gzip -9n "$dir"/man/*.1
