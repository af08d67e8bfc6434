#!/usr/bin/env bash
# Opens the CSV files and the workbook of reports in headless LibreOffice and compares what it holds then with what was written.
set -euo pipefail
cd "$(dirname "$0")/../.."

office=${SOFFICE:-$(command -v soffice || command -v libreoffice || true)}
if [[ -z $office ]]; then
  echo "SKIPPED: no LibreOffice here (Debian: apt-get install --no-install-recommends libreoffice-calc-nogui)"
  exit 0
fi
if ! command -v python3 >/dev/null; then
  echo "SKIPPED: no Python 3 here"
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo build --quiet --locked --bin smtplog
smtplog=${CARGO_TARGET_DIR:-target}/debug/smtplog
report() { # NAME LANGUAGE PATH...
  "$smtplog" analyze --quiet --lang "$2" -o "$work/$1/csv/" "${@:3}"
  "$smtplog" analyze --quiet --lang "$2" -o "$work/$1/report.xlsx" "${@:3}"
}
for sample in morning postfix postfix-new exim exim-all journal rotated syslog; do
  mkdir -p "$work/$sample"
  report "$sample" en "samples/$sample"
done
mkdir -p "$work/morning-ja" "$work/hostile"
report morning-ja ja samples/morning
report hostile en tests/data/hostile.log
python3 tests/office/office.py "$office" "$work"
