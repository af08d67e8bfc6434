#!/usr/bin/env bash
# Builds the Debian package and says where it is. Needs cargo-deb. DEBFULLNAME and DEBEMAIL, as for Debian's own tools, say who
# answers for it; SOURCE_DATE_EPOCH when it was made (without it: the day of the commit).
set -euo pipefail
cd "$(dirname "$0")/.."

target=${CARGO_TARGET_DIR:-target}
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -1)
name=${DEBFULLNAME:-the smtplog authors}
email=${DEBEMAIL:-root@$(hostname -f 2>/dev/null || hostname)}
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}

cargo build --release --locked --bin smtplog
packaging/assets.sh "$target/release/smtplog"
cat >target/packaging/changelog <<EOF
smtplog ($version-1) unstable; urgency=medium

  * Built from source. What changed is in changelog.gz.

 -- $name <$email>  $(date -R -u -d "@$SOURCE_DATE_EPOCH")
EOF
gzip -9nc CHANGELOG.md >target/packaging/upstream-changelog.gz
cargo deb --no-build --locked --strip --maintainer "$name <$email>" "$@"
