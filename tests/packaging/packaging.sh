#!/usr/bin/env bash
# Checks what packages are made of, each with the tool that will read it; builds and opens the Debian package where cargo-deb
# is. What cannot be checked here is said.
set -euo pipefail
cd "$(dirname "$0")/../.."
export LC_ALL=C.UTF-8

skip() { echo "SKIPPED: $*"; }
fail() {
  echo "packaging: $*" >&2
  exit 1
}
has() { command -v "$1" >/dev/null; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo build --quiet --locked --bin smtplog
smtplog=$(realpath "${CARGO_TARGET_DIR:-target}/debug/smtplog")
# The morning of the sample is yesterday.
sample=(--now '2026-11-23 01:15' samples/morning)

check_scripts() {
  local script
  for script in packaging/*.sh tests/*/*.sh .ci/*; do
    bash -n "$script"
  done
  sh -n packaging/cron/nightly
  if has shellcheck; then shellcheck packaging/*.sh packaging/cron/nightly tests/packaging/*.sh; else skip "no shellcheck for scripts"; fi
}

check_completions() {
  local shell
  for shell in bash zsh fish elvish powershell; do
    "$smtplog" completions $shell >"$work/completions.$shell"
    case $shell in
      bash | zsh | fish)
        if has $shell; then $shell -n "$work/completions.$shell"; else skip "no $shell to read its completions"; fi ;;
      *) skip "the completions of $shell are only read by an interactive one" ;;
    esac
  done
  complete_in_bash "ana" | grep -qx analyze || fail "bash does not complete commands"
  complete_in_bash analyze "--quiet-" | grep -qx -e --quiet-if-ok || fail "bash does not complete options"
}

# What bash makes of these words behind `smtplog`.
complete_in_bash() {
  bash -c '. "$0"; COMP_WORDS=(smtplog "$@"); COMP_CWORD=$#; _smtplog smtplog "${@: -1}" smtplog
    printf "%s\n" "${COMPREPLY[@]}"' "$work/completions.bash" "$@"
}

check_manual() { # FILE...
  local page
  if ! has man || ! has groff; then
    skip "no man to read the pages"
    return
  fi
  for page in "$@"; do
    man --warnings=w -E UTF-8 -l "$page" >"$work/page.txt" 2>"$work/warnings"
    [[ ! -s $work/warnings ]] || fail "$page: $(cat "$work/warnings")"
    grep -q '^EXIT STATUS' "$work/page.txt" || fail "$page has no EXIT STATUS"
  done
}

check_units() { # PROGRAM DIRECTORY
  local unit
  if ! has systemd-analyze; then
    skip "no systemd-analyze to verify the units"
    return
  fi
  mkdir -p "$work/units"
  for unit in smtplog.service smtplog.timer; do
    sed "s|^ExecStart=/usr/bin/smtplog |ExecStart=$1 |" "$2/$unit" >"$work/units/$unit"
  done
  # It only warns of a setting that it does not know, and may have something to say about other units.
  systemd-analyze verify --man=no "$work"/units/smtplog.{service,timer} >"$work/units/said" 2>&1 || true
  ! grep smtplog "$work/units/said" || fail "the units are faulty"
  # 0.0 lets nothing through, 10.0 everything.
  systemd-analyze security --offline=yes --threshold=10 "$work/units/smtplog.service" >"$work/security" ||
    fail "the service is not hardened enough: $(tail -1 "$work/security")"
}

# The command of the service on the sample, without systemd around it.
# shellcheck disable=SC2016 # the names of variables as they stand in the unit
run_service() { # OPTION...
  local line words
  line=$(sed -n 's|^ExecStart=/usr/bin/smtplog ||p' packaging/systemd/smtplog.service)
  line=${line/'${STATE_DIRECTORY}'/$work}
  read -ra words <<<"${line/'$SMTPLOG_OPTIONS'/$*}"
  "$smtplog" "${words[@]}" "${sample[@]}"
}

check_service() {
  local options status=0
  run_service || fail "the service's command fails"
  grep -q '</html>' "$work/report.html" || fail "the service writes no page"
  options=$(sed -n 's/^#SMTPLOG_OPTIONS=//p' packaging/default/smtplog)
  run_service "$options" || status=$?
  ((status == 4)) || fail "a passed threshold ends the service's command with $status"
}

check_cron() {
  local command status=0
  # As cron reads it: a time, a user, and a command whose percent signs are escaped.
  command=$(sed -n 's/^[0-9]* [0-9]* [*] [*] [*] root //p' packaging/cron/smtplog)
  [[ -n $command && ! $command =~ [^\\]% ]] || fail "cron's example has no command, or a bare percent sign"
  PATH="$(dirname "$smtplog"):$PATH" sh -c "${command//\\%/%} ${sample[*]@Q}" >"$work/mail" 2>&1 || status=$?
  if ((status != 4)) || ! grep -q 'bounced>5%' "$work/mail"; then
    fail "cron's example ends with $status: $(head -3 "$work/mail")"
  fi
}

check_logrotate() {
  if ! has logrotate; then
    skip "no logrotate to rotate reports"
    return
  fi
  mkdir -m 750 "$work/reports"
  echo page >"$work/reports/report.html"
  sed "s|^/var/lib/smtplog/report.html .* {|$work/reports/report.html {|" packaging/logrotate/smtplog >"$work/logrotate"
  chmod 644 "$work/logrotate"
  logrotate --force --state "$work/state" "$work/logrotate"
  [[ -s $work/reports/report-$(date +%Y-%m-%d).html ]] || fail "logrotate made $(ls "$work/reports")"
}

check_debian() {
  if ! has cargo-deb || ! has dpkg-deb; then
    skip "no cargo-deb to build the Debian package"
    return
  fi
  DEBEMAIL=${DEBEMAIL:-packager@example.net} packaging/deb.sh --output "$work/smtplog.deb"
  local root=$work/root
  dpkg-deb -x "$work/smtplog.deb" "$root"
  "$root/usr/bin/smtplog" --version
  "$root/usr/bin/smtplog" analyze --quiet --lang en samples/morning | grep -q '550 5.7.26' || fail "the packaged program does not work"
  check_manual "$root"/usr/share/man/man1/*.1.gz
  check_units "$root/usr/bin/smtplog" "$(dirname "$(find "$root" -name smtplog.service)")"
  if has lintian; then
    # The bug that a first upload closes is one of Debian's own.
    lintian --allow-root --fail-on error,warning --suppress-tags initial-upload-closes-no-bugs "$work/smtplog.deb"
  else
    skip "no lintian for the package"
  fi
}

check_scripts
check_completions
"$smtplog" man --dir "$work/man"
check_manual "$work"/man/*.1
check_units "$smtplog" packaging/systemd
check_service
check_cron
check_logrotate
check_debian
echo "packaging: good"
