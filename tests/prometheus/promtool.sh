#!/usr/bin/env bash
# Has promtool judge the metrics of every sample. It may also be in the root that LAB_ROOT names.
set -euo pipefail
cd "$(dirname "$0")/../.."

promtool=$(command -v promtool || echo "${LAB_ROOT:-}/usr/bin/promtool")
if [[ ! -x $promtool ]]; then
  echo "SKIPPED: no promtool here (Debian: apt-get install --no-install-recommends prometheus)"
  exit 0
fi
cargo build --quiet --locked --bin smtplog
smtplog=${CARGO_TARGET_DIR:-target}/debug/smtplog
n=0
for sample in samples/*/ tests/data/hostile.log; do
  [[ $sample != samples/broken/ ]] || continue
  metrics=$("$smtplog" analyze --quiet --year 2026 --format prometheus --fail-if 'bounced>99%' "$sample" || [[ $? == 4 ]])
  "$promtool" check metrics <<<"$metrics"
  n=$((n + $(grep -vc '^#' <<<"$metrics")))
done
((n > 100)) || { echo "only $n samples of metrics: something is missing"; exit 1; }
echo "promtool finds no fault in $n samples"
