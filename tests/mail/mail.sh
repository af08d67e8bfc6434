#!/usr/bin/env bash
# Reads mails of smtplog with another mail library, and sends one through a real Postfix and a real Exim, which deliver it into a
# directory: nothing leaves the machine, no port is opened. Both may also be in a root of their own that LAB_ROOT names.
set -euo pipefail
cd "$(dirname "$0")/../.."

if ! command -v python3 >/dev/null; then
  echo "SKIPPED: no Python 3 here"
  exit 0
fi
work=$(mktemp -d)
folders=()
stop=(true)
cleanup() {
  "${stop[@]}" >/dev/null 2>&1 || true
  rm -rf "$work" "${folders[@]}"
}
trap cleanup EXIT
cargo build --quiet --locked --bin smtplog
smtplog=${CARGO_TARGET_DIR:-target}/debug/smtplog

analyze() { "$smtplog" analyze --quiet --year 2026 --format mail --mail-to 'Änn <ann@smtplog.test>' --mail-from root@smtplog.test "$@"; }
analyze samples/morning >"$work/plain.eml"
analyze --lang ja samples/postfix >"$work/japanese.eml"
analyze tests/data/hostile.log >"$work/hostile.eml"
analyze tests/data/markup.log >"$work/markup.eml"
analyze --subject $'odd\r\nBcc: <eve@smtplog.test>\r\n\r\nbody' samples/morning >"$work/subject.eml"
python3 tests/mail/mail.py check "$work"/*.eml

if ((EUID != 0)); then
  echo "SKIPPED: sending needs root"
  exit 0
fi
chmod 755 "$work"

# received FOLDER LOG MTA: waits for the mail, compares it with the one that was sent, and reads the log of its way.
received() {
  local file='' tries
  for ((tries = 0; tries < 100; tries++)); do
    file=$(find "$1" -path '*/new/*' -type f)
    [[ -z $file ]] || break
    sleep 0.1
  done
  if [[ -z $file ]]; then
    echo "$3 delivered nothing:"
    cat "$2" || true
    exit 1
  fi
  python3 tests/mail/mail.py same "$work/plain.eml" "$file"
  "$smtplog" analyze --quiet --sections headline "$2" | grep -q '1 delivered (100.0 %)'
  echo "sent through $3 and received as it was"
}

# find_mta PROGRAM: where it is. `inside` runs commands there, `run` is its folder seen from here and `at` seen from there.
find_mta() {
  if command -v "$1" >/dev/null; then
    inside=(env)
    run=$(mktemp -d "$work/XXXXXX")
    at=$run
  elif [[ -n ${LAB_ROOT:-} && -x $LAB_ROOT/usr/sbin/$1 ]]; then
    inside=(chroot "$LAB_ROOT")
    run=$(mktemp -d "$LAB_ROOT/tmp/smtplog-mail.XXXXXX")
    at=${run#"$LAB_ROOT"}
  else
    return 1
  fi
  folders+=("$run")
  chmod 755 "$run"
}

if ! find_mta postfix; then
  echo "SKIPPED: no Postfix here (Debian: apt-get install postfix)"
else
  mkdir -p "$run"/{conf,queue,data,box}
  "${inside[@]}" chown postfix "$at/data" "$at/box"
  cat >"$run/conf/main.cf" <<CONF
compatibility_level = 3.6
queue_directory = $at/queue
data_directory = $at/data
daemon_directory = $("${inside[@]}" postconf -d -h daemon_directory 2>/dev/null)
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = loopback-only
myhostname = mx.smtplog.test
mydestination =
virtual_mailbox_domains = smtplog.test
virtual_mailbox_maps = static:all/
virtual_mailbox_base = $at/box
virtual_uid_maps = static:$("${inside[@]}" id -u postfix)
virtual_gid_maps = static:$("${inside[@]}" id -g postfix)
maillog_file_prefixes = $at
maillog_file = $at/mail.log
default_transport = error:nothing leaves this machine
CONF
  cat >"$run/conf/master.cf" <<'CONF'
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
  stop=("${inside[@]}" postfix -c "$at/conf" stop)
  timeout 30 "${inside[@]}" postfix -c "$at/conf" start >/dev/null 2>&1 || { cat "$run/mail.log"; exit 1; }
  timeout 30 "${inside[@]}" sendmail -C "$at/conf" -i -t <"$work/plain.eml"
  received "$run/box" "$run/mail.log" "Postfix $("${inside[@]}" postconf -d -h mail_version 2>/dev/null)"
  timeout 30 "${stop[@]}" >/dev/null 2>&1
  stop=(true)
fi

if ! find_mta exim4; then
  echo "SKIPPED: no Exim here (Debian: apt-get install exim4-daemon-light)"
  exit 0
fi
mkdir "$run"/{spool,box}
touch "$run/conf"
user=$("${inside[@]}" exim4 -C "$at/conf" -bP exim_user | sed 's/.*= *//')
"${inside[@]}" chown -R "$user" "$at"
"${inside[@]}" chown root "$at/conf"
cat >"$run/conf" <<CONF
primary_hostname = mx.smtplog.test
spool_directory = $at/spool
log_file_path = $at/%slog
begin routers
box:
  driver = accept
  domains = smtplog.test
  transport = box
begin transports
box:
  driver = appendfile
  maildir_format
  directory = $at/box
  user = $user
CONF
timeout 30 "${inside[@]}" exim4 -C "$at/conf" -odf -i -t <"$work/plain.eml"
received "$run/box" "$run/mainlog" "Exim $("${inside[@]}" exim4 -C "$at/conf" -bV 2>/dev/null | sed -n '1s/Exim version \([^ ]*\).*/\1/p')"
