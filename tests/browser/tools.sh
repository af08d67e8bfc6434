# What the checks in a browser need: sets `browser` and `smtplog`, or ends the run and says why. To be sourced.

browser=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
if [[ -z $browser ]]; then
  echo "SKIPPED: no Chromium here (Debian: apt-get install chromium)"
  exit 0
fi
if ! command -v python3 >/dev/null; then
  echo "SKIPPED: no Python 3 here"
  exit 0
fi
export PYTHONDONTWRITEBYTECODE=1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
shots=${SHOTS:-$(mktemp -d)}
cargo build --quiet --locked --bin smtplog
smtplog=${CARGO_TARGET_DIR:-target}/debug/smtplog
