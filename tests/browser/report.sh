#!/usr/bin/env bash
# Opens reports in headless Chromium, by file://, wide and narrow, light and dark, and lets axe-core look at them. Screenshots stay
# in the directory that is named at the end, or in the one that SHOTS names.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/browser/tools.sh

AXE_VERSION=4.14.1
axe=-
if ! command -v npm >/dev/null; then
  echo "SKIPPED: axe-core, no npm here"
elif (cd "$work" && timeout 120 npm pack --silent "axe-core@$AXE_VERSION" && tar xzf "axe-core-$AXE_VERSION.tgz") >/dev/null 2>&1; then
  axe=$work/package/axe.min.js
else
  echo "SKIPPED: axe-core $AXE_VERSION is not to be had"
fi

mkdir "$work/reports"
report() { # name language logs…
  "$smtplog" analyze --quiet --year 2026 --now 2026-11-22T12:00:00 --lang "$2" -o "$work/reports/$1-$2.html" "${@:3}"
}
for lang in en ja; do
  for sample in morning postfix exim-all; do
    report "$sample" "$lang" "samples/$sample"
  done
  report hostile "$lang" tests/data/markup.log
done
timeout 600 python3 tests/browser/report.py "$browser" "$work/reports" "$shots" "$axe"
echo "screenshots: $shots"
