# What ./spotter, ./test and ./bench share. Sourced with $root set to the repository.

say() { printf '%s\n' "$*" >&2; }
die() { say "$1"; exit "${2:-4}"; }

# The built programs find the runtime by DOTNET_ROOT where the SDK is not in a place that they know.
if [ -z "${DOTNET_ROOT-}" ]; then
  if dotnet="$(command -v dotnet)"; then
    DOTNET_ROOT="$(dirname "$(readlink -f "$dotnet")")"
  elif [ -x "$HOME/.dotnet/dotnet" ]; then
    DOTNET_ROOT="$HOME/.dotnet" PATH="$HOME/.dotnet:$PATH"
  fi
  [ -z "${DOTNET_ROOT-}" ] || export DOTNET_ROOT
fi

# Ends with a line that says what to install where the .NET SDK is missing or too old.
need_dotnet() {
  command -v dotnet >/dev/null 2>&1 || die "spotter: the .NET 10 SDK is missing; install it from https://dotnet.microsoft.com/download/dotnet/10.0, then run this again"
  if ! (cd "$root" && dotnet --version >/dev/null 2>&1); then
    die "spotter: the .NET SDK here is older than 10; install it from https://dotnet.microsoft.com/download/dotnet/10.0, then run this again"
  fi
}

# missing_packages NAME...: those that dpkg does not know as installed.
missing_packages() {
  local package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || printf '%s ' "$package"
  done
}

# install_packages NAME...: installs what is missing of Debian's packages, after saying so in one line. Answers 1, and says
# what to install, where it cannot.
install_packages() {
  if ! command -v apt-get >/dev/null 2>&1; then
    say "spotter: this is no system with apt-get; install the counterparts of these Debian packages: $*"
    return 1
  fi
  local missing as_root=()
  missing="$(missing_packages "$@")"
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
      as_root=(sudo -n)
    else
      say "spotter: not allowed to install packages; run: sudo apt-get install ${missing% }"
      return 1
    fi
  fi
  say "spotter: installing with apt-get: ${missing% }"
  # shellcheck disable=SC2086 # a list of names
  if ! { "${as_root[@]}" apt-get update -qq && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >"$root/artifacts/apt.log" 2>&1; then
    say "spotter: apt-get failed ($(grep -m1 '^E:' "$root/artifacts/apt.log" || tail -n1 "$root/artifacts/apt.log")); run: sudo apt-get install ${missing% }"
    return 1
  fi
}

# install_npm FOLDER: the packages that a folder's lock file names, where npm is; what needs them is skipped and says so elsewhere.
install_npm() {
  local lock="$1/package-lock.json" kept="$1/node_modules/.installed.json"
  if ! command -v npm >/dev/null 2>&1 || cmp -s "$lock" "$kept"; then return 0; fi
  say "spotter: installing with npm: what $lock names"
  if (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund --no-progress) >"$root/artifacts/npm.log" 2>&1; then
    cp "$lock" "$kept"
  else
    say "spotter: npm failed ($(grep -m1 'ERR!' "$root/artifacts/npm.log" || tail -n1 "$root/artifacts/npm.log")); run: cd $1 && npm ci"
  fi
}

# sources_stamp FOLDER...: one line that changes with the set of source files below the folders, their times and sizes, so
# that a deleted file or another branch counts as a change as an edit does. What a build writes is no source.
sources_stamp() {
  local list=(-printf '%p %s %T@\n')
  find /dev/null -printf '' 2>/dev/null || list=(-exec stat -f '%N %z %Fm' '{}' +)
  find "$@" "$root"/Directory.*.props "$root/global.json" "$root/.editorconfig" \
    \( -name bin -o -name obj -o -name node_modules -o -name packages.lock.json \) -prune -o -type f "${list[@]}" \
    | LC_ALL=C sort | cksum
}

# build_when_changed PROJECT OUTPUT FOLDER...: builds a project unless nothing below the folders changed since the last time.
build_when_changed() {
  local project="$1" output="$2" name stamp now
  shift 2
  name="$(basename "$project")"
  stamp="$root/artifacts/stamps/$name"
  now="$(sources_stamp "$@")"
  if [ -e "$output" ] && [ -e "$stamp" ] && [ "$now" = "$(<"$stamp")" ]; then
    return 0
  fi
  need_dotnet
  mkdir -p "$root/artifacts/stamps"
  # Two starts at once must not build into the same folders.
  if command -v flock >/dev/null 2>&1; then
    exec 9>"$root/artifacts/build.lock"
    flock 9
    if [ -e "$output" ] && [ -e "$stamp" ] && [ "$now" = "$(<"$stamp")" ]; then
      exec 9>&-
      return 0
    fi
  fi
  say "spotter: building ${name} (a minute the first time)"
  run_build "$project" || die "spotter: the build of $name failed; all of it: dotnet build $project" 1
  # The stamp of before the build: an edit in the meantime is built next time.
  printf '%s\n' "$now" >"$stamp"
  exec 9>&-
}

# run_build PROJECT: quiet where all is well, the errors where not. The compiler that projects share lives on for ten minutes after the
# build and must not inherit the lock (descriptor 9), or the next build would wait for its end.
run_build() {
  local log="$root/artifacts/build-$(basename "$1").log"
  mkdir -p "$root/artifacts"
  if ! (cd "$root" && dotnet build "$1" -c Release --nologo -v quiet -clp:NoSummary) 9>&- >"$log" 2>&1; then
    # What this project's own build steps say comes first: it says what to do, and the errors around it follow from it.
    grep -oE 'error SPOTTER[0-9]+: [^[]*' "$log" | sort -u >&2 || grep -E 'error' "$log" | sort -u | head -n 20 >&2 || tail -n 20 "$log" >&2
    return 1
  fi
}
