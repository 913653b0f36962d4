# shellcheck shell=bash
# How dev/tools builds a program from Go modules; sourced by it after lib.sh.

# shellcheck disable=SC2154 # set by lib.sh
bin=$cache/bin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
go_quickly

# program NAME VERSION TEXT COMMAND...: runs the command that builds a program, and others with it,
# unless this version is in the cache. Waits for another run of this script that is building it.
program() {
  local name=$1 version=$2 text=$3
  shift 3
  built "$name" "$version" && return
  (
    flock --nonblock 9 || step "Waiting for another process that is building $text" flock 9
    built "$name" "$version" && exit
    step "Building $text" "$@"
    echo "$version" >"$bin/.$name.built"
  ) 9>"$bin/.$name.lock"
}

built() { [ -x "$bin/$1" ] && [ "$(cat "$bin/.$1.built" 2>/dev/null)" = "$2" ]; }

# fetched FOLDER TEXT COMMAND: runs the command that fetches a folder, likewise.
fetched() {
  [ -d "$1" ] && return
  mkdir -p "$(dirname "$1")"
  (
    flock 9
    [ -d "$1" ] || step "$2" "$3"
  ) 9>"$1.lock"
}

# content PATH...: changes when a file does.
# shellcheck disable=SC2154 # set by lib.sh
content() { (cd "$root" && find "$@" -type f -print0 | sort -z | xargs -0 cat | sha256sum | cut -c1-12); }

# build_in FOLDER OUTPUT ARGUMENTS...: -v names each package in the log, where step shows it.
build_in() {
  local folder=$1 output=$2
  shift 2
  (cd "$root/$folder" && go build -v -o "$bin/$output" "$@")
}

install_as() { # NAME MODULE@VERSION
  local folder
  folder=$(mktemp -d -p "$work")
  GOBIN=$folder go install "$2"
  mv "$folder"/* "$bin/$1"
}

module_folder() { # MODULE@VERSION
  (cd / && go mod download -json "$1") | sed -n 's/^\t"Dir": "\(.*\)",\?$/\1/p'
}

# A module that replaces others can be built only as the main module, and not by go install. A command
# may change its sources before.
build_module() { # NAME MODULE VERSION PACKAGE [COMMAND...]
  local copy
  copy=$(mktemp -d -p "$work")
  cp -r "$(module_folder "$2@v$3")/." "$copy"
  chmod -R u+w "$copy"
  (
    cd "$copy" || exit
    go mod edit -dropreplace "$2/api" # Flux has it in a folder that is not part of the module.
    "${@:5}"
    GOFLAGS="$GOFLAGS -mod=mod" go build -v -o "$bin/$1" "$4"
  )
  rm -rf "$copy"
}

test_in() { # FOLDER NAME
  (cd "$root/$1" && go vet ./... && go test -c -o "$bin/$2" .)
}

