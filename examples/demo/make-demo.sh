#!/bin/sh
# Makes the RDB file that `sluice demo` copies: a real Redis is filled with the commands of keyspace.awk and saved.
# Needs redis-server and redis-cli 7.0 (newer ones write a newer RDB version) and awk.
#
#   examples/demo/make-demo.sh [FILE]
set -eu

here=$(cd "$(dirname "$0")" && pwd)
target=${1:-$here/../../engine/cli/src/main/resources/sluice/demo.rdb}

case $(redis-server --version) in
    *v=7.0.*) ;;
    *) echo "make-demo.sh: redis-server 7.0 is wanted, this is $(redis-server --version)" >&2; exit 2 ;;
esac

folder=$(mktemp -d)
redis() { redis-cli -s "$folder/socket" "$@"; }
finish() {
    redis SHUTDOWN NOSAVE >/dev/null 2>&1 || true
    wait
    rm -rf "$folder"
}
trap finish EXIT

redis-server --port 0 --unixsocket "$folder/socket" --dir "$folder" --save '' --appendonly no \
    --dbfilename demo.rdb >"$folder/log" &
until redis PING >/dev/null 2>&1; do
    kill -0 $! || { cat "$folder/log" >&2; exit 1; }
done

# Late enough to be saved, soon enough to have expired whenever the demo runs.
soon=$(($(date +%s) * 1000 + 60000))
awk -v soon="$soon" -f "$here/keyspace.awk" >"$folder/commands"
redis <"$folder/commands" >"$folder/replies"
if failed=$(grep -m 1 -n -a -E '^(ERR|WRONGTYPE|Invalid)' "$folder/replies"); then
    echo "make-demo.sh: a command failed, at reply $failed" >&2
    exit 1
fi
redis SAVE >/dev/null
cp "$folder/demo.rdb" "$target"
redis INFO keyspace
ls -l "$target"
