#!/usr/bin/env bash
# Opens the site in headless Chromium, by file://, wide and narrow, light and dark. Screenshots stay in the directory that is
# named at the end, or in the one that SHOTS names.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/browser/tools.sh

for lang in en ja; do
  "$smtplog" codes --lang "$lang" --html "$work/$lang"
  timeout 300 python3 tests/browser/site.py "$browser" "$work/$lang" "$shots/$lang"
done
echo "screenshots: $shots"
