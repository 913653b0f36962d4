# shellcheck shell=bash
# Sourced by the commands of this folder.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck disable=SC2034 # used by the commands that source this file
cache=${NATS_TOKEN_DEV_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/nats-token-operator}

# required FILE MODULE: the version that a go.mod requires, without its v.
required() { sed -n "s|^[[:space:]]$2 v\([^ ]*\).*|\1|p" "$root/$1"; }
# shellcheck source=versions.env
source "$root/dev/versions.env"

say() { printf '%s\n' "$*" >&2; }

die() {
  say "error: $*"
  exit 1
}

# need PROGRAM HINT: ends with a sentence when a program is missing.
need() { command -v "$1" >/dev/null || die "$1 is missing; $2"; }

# jdk_version FOLDER: the feature version of the JDK that is there, 0 if none is.
jdk_version() {
  local version=0
  [ -x "$1/bin/javac" ] &&
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null)
  echo "${version:-0}"
}

# need_jdk: has JAVA_HOME name a JDK that is new enough, the first of those that this machine has, and
# the PATH begin with it; ends with a sentence if there is none.
need_jdk() {
  local home default=''
  if command -v javac >/dev/null; then
    default=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")
  fi
  for home in "${JAVA_HOME:-}" "$default" /usr/lib/jvm/* /opt/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* \
    "${MISE_DATA_DIR:-$HOME/.local/share/mise}"/installs/java/* \
    "${ASDF_DATA_DIR:-$HOME/.asdf}"/installs/java/*; do
    [ "$(jdk_version "$home")" -ge "$JDK" ] || continue
    export JAVA_HOME=$home PATH=$home/bin:$PATH
    return
  done
  home=${JAVA_HOME:-$default}
  die "this needs a JDK of version $JDK or newer${home:+, not of version $(jdk_version "$home") as in $home};" \
    "install one, or set JAVA_HOME to it"
}

need_maven() {
  need mvn "install Maven 3.9 or newer"
  need_jdk
}

# go_quickly: has Go compile without tables for debuggers, with less garbage collection in the compiler,
# and with nothing inlined outside its own library: together a third less CPU time, and programs that
# are fast enough. Equal flags everywhere, so that what is compiled is shared.
go_quickly() {
  export CGO_ENABLED=0 GOGC=800
  export GOFLAGS="-trimpath -ldflags=-s '-gcflags=all=-dwarf=false -l' -gcflags=std=-dwarf=false"
}

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

# step TEXT COMMAND...: runs a long command quietly, showing the seconds and what it is at; on failure
# its output. Without a terminal there is a line at the begin and one every half minute.
step() {
  local text=$1 log start=$SECONDS pid next=30 now
  shift
  log=$(mktemp)
  "$@" >"$log" 2>&1 &
  pid=$!
  [ -t 2 ] || say "$text …"
  while kill -0 "$pid" 2>/dev/null; do
    now=$(tail -n 1 "$log" | tr -d '\r' | cut -c 1-50)
    if [ -t 2 ]; then
      printf '\r\033[K%s … %d s %s' "$text" $((SECONDS - start)) "$now" >&2
    elif [ $((SECONDS - start)) -ge $next ]; then
      say "$text … $((SECONDS - start)) s $now"
      next=$((next + 30))
    fi
    sleep 0.5
  done
  [ -t 2 ] && printf '\r\033[K' >&2
  if wait "$pid"; then
    say "$text: done in $((SECONDS - start)) s"
    rm -f "$log"
  else
    tail -n 40 "$log" >&2
    die "$text failed; all of its output is in $log"
  fi
}
