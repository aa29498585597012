#!/usr/bin/env bash
# Unpacks the Redis and the Valkey of the next Debian beside this machine's own packages, installing nothing:
#   .ci/newer-servers.sh FOLDER   makes FOLDER/redis-server and FOLDER/valkey-server, started like the real ones.
# Tests use them when SLUICE_NEWER_SERVERS=FOLDER is set: only these know field expiry and RDB version 11 and 12.
# Takes the archive that apt already uses, in the suite SUITE (default trixie); the servers run on their own libc.
set -euo pipefail
out=$(mkdir -p "${1:?folder}" && cd "$1" && pwd)
suite=${SUITE:-trixie}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
if [ -x "$out/redis-server" ] && [ -x "$out/valkey-server" ]; then exit 0; fi

mkdir -p "$tmp/lists/partial" "$tmp/cache/archives/partial" "$out/root"
sed -n '1,/^$/p' /etc/apt/sources.list.d/debian.sources | sed "s/^Suites:.*/Suites: $suite/" >"$tmp/next.sources"
cat >"$tmp/apt.conf" <<CONF
Dir::Etc::sourcelist "$tmp/next.sources";
Dir::Etc::sourceparts "$tmp/none";
Dir::State::lists "$tmp/lists";
Dir::State::status "$tmp/status";
Dir::Cache "$tmp/cache";
APT::Sandbox::User "root";
CONF
: >"$tmp/status"
export APT_CONFIG="$tmp/apt.conf"

apt-get -q update >"$tmp/log" 2>&1 || { cat "$tmp/log" >&2; exit 1; }
debs=$(apt-get -q --print-uris --no-install-recommends -y install redis-server valkey-server 2>/dev/null |
  sed -n "s/^'[^']*' \([^ ]*\) .*/\1/p" | sed 's/_.*//' | grep -E '^(redis|valkey|lib|zlib)')
cd "$tmp"
# shellcheck disable=SC2086 # one package name per word
apt-get -q download $debs >"$tmp/log" 2>&1 || { cat "$tmp/log" >&2; exit 1; }
for deb in "$tmp"/*.deb; do dpkg-deb -x "$deb" "$out/root"; done

loader=$(find "$out/root" -name 'ld-linux-*.so.*' | head -n 1)
libs=$(find "$out/root" -name '*.so*' -printf '%h\n' | sort -u | paste -sd:)
for server in redis valkey; do
  binary=$(find "$out/root/usr/bin" -name "$server-check-rdb" ! -type l | head -n 1)
  [ -n "$binary" ] || binary=$(readlink -f "$out/root/usr/bin/$server-server")
  printf '#!/bin/sh\nexec "%s" --argv0 "%s" --library-path "%s" "%s" "$@"\n' \
    "$loader" "$server-server" "$libs" "$binary" >"$out/$server-server"
  chmod +x "$out/$server-server"
  "$out/$server-server" --version
done
