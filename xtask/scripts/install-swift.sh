#!/usr/bin/env bash
# install-swift.sh DEST: unpacks Debian's Swift 6 toolchain and what it needs into the folder DEST.
#
# The machine's own packages and C library are not touched: the compiler wants a newer C library than
# Debian 12 has, so everything lives in a folder of its own and is run there by `inroot`.
# Needs apt-get, dpkg-deb and tar; being root is not needed. Calling it again does nothing, two calls at
# once wait for each other, and a call broken off half way leaves nothing at DEST.
set -euo pipefail

dest=${1:?usage: install-swift.sh DEST}
suite=trixie
recipe=2 # raised whenever this script changes what it unpacks: an older root is then made anew

say() { printf 'install-swift: %s\n' "$*"; }
fail() { printf 'install-swift: %s\n' "$*" >&2; exit 1; }
complete() { grep -qsx "recipe $recipe $suite" "$dest/.swift-stamp"; }

if complete; then say "already there: $dest"; exit 0; fi
for tool in apt-get dpkg-deb tar flock unshare; do
  command -v "$tool" >/dev/null || fail "the command '$tool' is missing (this step needs a Debian or Ubuntu machine)"
done
mkdir -p "$(dirname "$dest")"
exec 9>"$dest.lock"
flock 9
if complete; then say "already there: $dest"; exit 0; fi

# The mirror that this machine's apt already uses for Debian. $(SITE) is apt's own placeholder.
# shellcheck disable=SC2016
mirror=$(apt-get indextargets --format '$(SITE)' | grep -E '/debian/?$' | head -n 1 || true)
[ -n "$mirror" ] || fail "apt's sources name no Debian mirror (a line that ends in /debian); add one and try again"

work=$dest.work
root=$dest.new
rm -rf "$work" "$root"
mkdir -p "$work/lists/partial" "$work/debs/partial" "$root"
: >"$work/status" # an empty package state: apt then fetches the whole closure

keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ -f "$keyring" ] || fail "the package debian-archive-keyring is missing: apt-get install debian-archive-keyring"
printf 'deb [signed-by=%s] %s %s main\n' "$keyring" "$mirror" "$suite" >"$work/sources.list"
{
  printf 'Dir::Etc::SourceList "%s/sources.list";\n' "$work"
  printf 'Dir::Etc::SourceParts "/dev/null";\nDir::Etc::PreferencesParts "/dev/null";\n'
  printf 'Dir::State::Lists "%s/lists";\nDir::State::Status "%s/status";\n' "$work" "$work"
  printf 'Dir::Cache::Archives "%s/debs";\nDir::Cache::pkgcache "";\nDir::Cache::srcpkgcache "";\n' "$work"
  printf 'APT::Install-Recommends "false";\nAPT::Sandbox::User "root";\nDebug::NoLocking "true";\n'
  printf 'Acquire::Languages "none";\nAcquire::Retries "3";\n'
} >"$work/apt.conf"
export APT_CONFIG=$work/apt.conf

say "reading the package list of Debian $suite"
apt-get update -qq || fail "apt-get update failed for $suite; is the network up?"
say "downloading about 550 MB"
apt-get install -y -qq --download-only swiftlang libc6-dev libstdc++-14-dev libssl-dev \
  bash dash coreutils sed grep findutils git ca-certificates >"$work/apt.log" ||
  { tail -n 5 "$work/apt.log" >&2; fail "the download failed; run the same command again to go on"; }

# Packages put files under both /lib and /usr/lib: the links must stand before anything is unpacked.
for d in bin sbin lib lib64; do
  mkdir -p "$root/usr/$d"
  ln -s "usr/$d" "$root/$d"
done
mkdir -p "$root"/{dev,etc,proc,root,run,sys,tmp,var/tmp}

# Left out: editors' servers, the debugger, other platforms' standard libraries, documents.
swift=./usr/libexec/swift
cat >"$work/exclude" <<LIST
$swift/bin/clangd
$swift/bin/docc
$swift/bin/lldb*
$swift/bin/repl_swift
$swift/bin/sourcekit-lsp
$swift/bin/swift-build-sdk-interfaces
$swift/bin/wasmkit
$swift/lib/libLTO*
$swift/lib/libclang.so*
$swift/lib/liblldb*
$swift/lib/libsourcekitdInProc.so
$swift/lib/libswiftGenericMetadataBuilder*
$swift/lib/swift/FrameworkABIBaseline
$swift/lib/swift/embedded
$swift/lib/swift_static
./usr/share/doc/*
./usr/share/info/*
./usr/share/locale/*
./usr/share/man/*
LIST

say "unpacking"
unpack() { # one package into the root
  dpkg-deb --fsys-tarfile "$1" |
    tar -x -C "$2" -f - --keep-directory-symlink --no-same-owner --exclude-from="$3"
}
export -f unpack
find "$work/debs" -maxdepth 1 -name '*.deb' -printf '%s %p\n' | sort -rn | cut -d' ' -f2- |
  grep -vE '/(perl|libperl|libpython[0-9.]*-stdlib|lib[a-z]+san|libgprofng|libdb5|cpp-|gcc-[0-9]+-x86)[^/]*$' |
  xargs -P 2 -I DEB bash -euo pipefail -c 'unpack "$@"' unpack DEB "$root" "$work/exclude" ||
  fail "unpacking failed; is the disk full? (1.2 GB are needed in $(dirname "$dest"))"

[ -e "$root/usr/bin/sh" ] || ln -s dash "$root/usr/bin/sh"
printf 'root:x:0:0:root:/root:/bin/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\n' >"$root/etc/group"
[ -x "$root/usr/libexec/swift/bin/swift" ] || fail "the packages hold no Swift compiler where it was expected"

printf 'recipe %s %s\n' "$recipe" "$suite" >"$root/.swift-stamp"
dpkg-deb --show --showformat '${Package} ${Version}\n' "$work"/debs/swiftlang_*.deb >>"$root/.swift-stamp"
rm -rf "$dest"
mv "$root" "$dest"
rm -rf "$work"
say "ready: $(tail -n 1 "$dest/.swift-stamp"), $(du -sm "$dest" | cut -f1) MB in $dest"
