#!/usr/bin/env bash
# Reads mails of smtplog with another mail library, and sends one through a real Postfix on this machine, which delivers it into
# a directory: nothing leaves the machine, no port is opened.
set -euo pipefail
cd "$(dirname "$0")/../.."

if ! command -v python3 >/dev/null; then
  echo "SKIPPED: no Python 3 here"
  exit 0
fi
work=$(mktemp -d)
cleanup() {
  [[ ! -e $work/conf/started ]] || postfix -c "$work/conf" stop >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap cleanup EXIT
cargo build --quiet --locked --bin smtplog
smtplog=${CARGO_TARGET_DIR:-target}/debug/smtplog

analyze() { "$smtplog" analyze --quiet --year 2026 --format mail --mail-to 'Änn <ann@smtplog.test>' --mail-from root@smtplog.test "$@"; }
analyze samples/morning >"$work/plain.eml"
analyze --lang ja samples/postfix >"$work/japanese.eml"
analyze tests/data/hostile.log >"$work/hostile.eml"
analyze tests/browser/hostile.log >"$work/markup.eml"
analyze --subject $'odd\r\nBcc: <eve@smtplog.test>\r\n\r\nbody' samples/morning >"$work/subject.eml"
python3 tests/mail/mail.py check "$work"/*.eml

if ! command -v postfix >/dev/null || ((EUID != 0)); then
  echo "SKIPPED: sending needs root and Postfix (Debian: apt-get install postfix)"
  exit 0
fi
mkdir -p "$work"/{conf,queue,data,box}
chmod 755 "$work"
chown postfix "$work/data" "$work/box"
cat >"$work/conf/main.cf" <<CONF
compatibility_level = 3.6
queue_directory = $work/queue
data_directory = $work/data
daemon_directory = $(postconf -h daemon_directory)
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = loopback-only
myhostname = mx.smtplog.test
mydestination =
virtual_mailbox_domains = smtplog.test
virtual_mailbox_maps = static:all/
virtual_mailbox_base = $work/box
virtual_uid_maps = static:$(id -u postfix)
virtual_gid_maps = static:$(id -g postfix)
maillog_file_prefixes = $work
maillog_file = $work/mail.log
default_transport = error:nothing leaves this machine
CONF
cat >"$work/conf/master.cf" <<'CONF'
postlog   unix-dgram n -  n  -  1  postlogd
pickup    unix  n  -  n  60 1  pickup
cleanup   unix  n  -  n  -  0  cleanup
qmgr      unix  n  -  n  300 1 qmgr
rewrite   unix  -  -  n  -  -  trivial-rewrite
bounce    unix  -  -  n  -  0  bounce
defer     unix  -  -  n  -  0  bounce
trace     unix  -  -  n  -  0  bounce
error     unix  -  -  n  -  -  error
retry     unix  -  -  n  -  -  error
showq     unix  n  -  n  -  -  showq
proxymap  unix  -  -  n  -  -  proxymap
virtual   unix  -  n  n  -  -  virtual
CONF
touch "$work/conf/started"
timeout 30 postfix -c "$work/conf" start >/dev/null 2>&1
timeout 30 sendmail -C "$work/conf" -i -t <"$work/plain.eml"
for ((tries = 0; tries < 100; tries++)); do
  [[ -z $(find "$work/box" -path '*/new/*' -type f) ]] || break
  sleep 0.1
done
received=$(find "$work/box" -path '*/new/*' -type f)
if [[ -z $received ]]; then
  echo "Postfix delivered nothing:"
  cat "$work/mail.log" || true
  exit 1
fi
python3 tests/mail/mail.py same "$work/plain.eml" "$received"
grep -q 'status=sent' "$work/mail.log"
"$smtplog" analyze --quiet --sections headline "$work/mail.log" | grep -q '1 delivered (100.0 %)'
echo "sent through $(postconf -h mail_version) and received as it was"
