# shellcheck shell=bash
# Sourced by the commands of this folder.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=versions.env
source "$root/dev/versions.env"
# shellcheck disable=SC2034 # used by the commands that source this file
cache=${NATS_TOKEN_DEV_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/nats-token-operator}

say() { printf '%s\n' "$*" >&2; }

die() {
  say "error: $*"
  exit 1
}

# need PROGRAM HINT: ends with a sentence when a program is missing.
need() { command -v "$1" >/dev/null || die "$1 is missing; $2"; }

# packages NAME...: installs the Debian packages that are missing, or says which ones are.
packages() {
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  [ "$(id -u)" -eq 0 ] || die "these Debian packages are missing: ${missing[*]}"
  step "Updating the list of Debian packages" apt-get update
  step "Installing ${missing[*]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y "${missing[@]}"
}

# step TEXT COMMAND...: runs a long command quietly, showing the seconds; its output on failure.
step() {
  local text=$1 log start=$SECONDS pid
  shift
  log=$(mktemp)
  "$@" >"$log" 2>&1 &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    [ -t 2 ] && printf '\r%s … %d s' "$text" $((SECONDS - start)) >&2
    sleep 1
  done
  if wait "$pid"; then
    [ -t 2 ] && printf '\r' >&2
    say "$text: done in $((SECONDS - start)) s"
    rm -f "$log"
  else
    tail -n 40 "$log" >&2
    die "$text failed; all of its output is in $log"
  fi
}
