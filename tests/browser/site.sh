#!/usr/bin/env bash
# Opens the site in headless Chromium, by file://, wide and narrow, light and dark. Screenshots stay in the directory that is
# named at the end, or in the one that SHOTS names.
set -euo pipefail
cd "$(dirname "$0")/../.."

browser=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
if [[ -z $browser ]]; then
  echo "SKIPPED: no Chromium here (Debian: apt-get install chromium)"
  exit 0
fi
if ! command -v python3 >/dev/null; then
  echo "SKIPPED: no Python 3 here"
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
shots=${SHOTS:-$(mktemp -d)}
cargo build --quiet --locked --bin smtplog
smtplog=${CARGO_TARGET_DIR:-target}/debug/smtplog
for lang in en ja; do
  "$smtplog" codes --lang "$lang" --html "$work/$lang"
  timeout 300 python3 tests/browser/site.py "$browser" "$work/$lang" "$shots/$lang"
done
echo "screenshots: $shots"
