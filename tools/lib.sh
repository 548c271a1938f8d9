# SPDX-License-Identifier: GPL-3.0-or-later
# What the scripts in tools/ share: packages, configuring, building. Sourced by bash from the project's top.
# Steps are printed to stderr, so that the output of the program itself can be piped.

# One package a line; the second list comes on top for the tests.
run_packages=(
  gcc
  libc6-dev
  cmake
  ninja-build
  pkg-config
  libgsl-dev
  libcjson-dev
  libsdl2-dev
  libsdl2-ttf-dev
  libpng-dev
)
test_packages=(
  clang
  libcmocka-dev
  locales
  libopenmpi-dev
  openmpi-bin
  procps
  python3
  x11-utils
  xdotool
  xvfb
)

say() { printf '== %s\n' "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# as_root COMMAND...: runs it directly for root, else through sudo.
as_root() {
  if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

# quietly LOG COMMAND...: keeps the output in LOG; shows it only if the command fails.
quietly() {
  local log=$1 code=0
  shift
  "$@" >"$log" 2>&1 </dev/null || code=$?
  ((code == 0)) || { cat "$log" >&2; die "this failed (status $code): $*"; }
}

# install_missing PACKAGE...: asks dpkg, and calls apt-get only for what is not there.
install_missing() {
  local there package log missing=()
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "this is not Debian: make sure that you have the counterparts of $*"
    return
  fi
  there=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null || true)
  for package in "$@"; do
    grep -qxF "$package installed" <<<"$there" || missing+=("$package")
  done
  if ((${#missing[@]} == 0)); then
    say "packages: all there"
    return
  fi
  ((EUID == 0)) || command -v sudo >/dev/null || die "as root, run: apt-get install ${missing[*]}"
  say "packages: installing ${missing[*]}"
  log=$(mktemp)
  quietly "$log" as_root apt-get -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 update
  quietly "$log" as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -q -y -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 --no-install-recommends install "${missing[@]}"
  rm -f "$log"
}

# configure PRESET FOLDER [CMAKE-ARGUMENT...]: into FOLDER, which is where the preset puts it.
configure() {
  local preset=$1 folder=$2
  shift 2
  if [[ ! -f $folder/CMakeCache.txt ]] && command -v ninja >/dev/null; then
    export CMAKE_GENERATOR=Ninja
  fi
  mkdir -p "$folder"
  say "configuring $folder/"
  quietly "$folder/configure.log" cmake --preset "$preset" "$@"
}

# build FOLDER [TARGET]: with as many jobs as there are cores; warnings are shown even if all goes well.
build() {
  local folder=$1
  shift
  say "building $folder/"
  quietly "$folder/build.log" cmake --build "$folder" -j "$(nproc)" ${1:+--target "$@"}
  grep -A 6 'warning:' "$folder/build.log" >&2 || true
}
