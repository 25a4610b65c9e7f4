#!/usr/bin/env bash
# install-rustweb.sh DEST: unpacks Debian's rustc-web and its standard library's sources into the folder DEST.
#
# With them the core can be checked for phones without any phone's toolchain: the standard library is built
# along. Nothing is installed on the machine. Calling it again does nothing, two calls at once wait for each
# other, and a call broken off half way leaves nothing at DEST.
set -euo pipefail

dest=${1:?usage: install-rustweb.sh DEST}
say() { printf 'install-rustweb: %s\n' "$*"; }
fail() { printf 'install-rustweb: %s\n' "$*" >&2; exit 1; }

if [ -x "$dest/rustc" ]; then say "already there: $dest"; exit 0; fi
for tool in apt-get apt-cache dpkg-deb tar flock; do
  command -v "$tool" >/dev/null || fail "the command '$tool' is missing (this step needs a Debian machine)"
done
mkdir -p "$(dirname "$dest")"
exec 9>"$dest.lock"
flock 9
if [ -x "$dest/rustc" ]; then say "already there: $dest"; exit 0; fi

# Names carry version numbers: the compiler's packages say which ones go with them.
needs() { apt-cache depends "$1" | awk -v pattern="$2" '$1 == "Depends:" && $2 ~ pattern { print $2; exit }'; }
std=$(needs libstd-rust-web-dev '^libstd-rust-web-[0-9]')
[ -n "$std" ] || fail "rustc-web is not in apt's lists: apt-get update, then again"
llvm=$(needs "$std" '^libllvm')
[ -n "$llvm" ] || fail "$std names no LLVM library"

new=$dest.new
rm -rf "$new"
mkdir -p "$new/debs" "$new/root"
say "downloading about 140 MB"
(cd "$new/debs" && apt-get download -qq -o APT::Sandbox::User=root \
  rustc-web libstd-rust-web-dev "$std" "$llvm" rust-web-src) || fail "the download failed; run the same command again"
for deb in "$new"/debs/{libllvm,libstd-rust-web,rustc-web}*.deb; do
  dpkg-deb --fsys-tarfile "$deb" | tar -C "$new/root" -x --no-same-owner --exclude='./usr/share' -f -
done
dpkg-deb --fsys-tarfile "$new"/debs/rust-web-src*.deb |
  tar -C "$new/root" -x --no-same-owner --wildcards -f - './usr/src/*/library' './usr/lib/rustlib/src*'
rm -rf "$new/debs"

libraries=$dest/root/usr/lib/x86_64-linux-gnu
llvm_lib=$(cd "$new/root" && find usr/lib -maxdepth 2 -path 'usr/lib/llvm-*/lib' | head -n 1)
cat >"$new/rustc" <<WRAPPER
#!/bin/sh
export LD_LIBRARY_PATH=$libraries${llvm_lib:+:$dest/root/$llvm_lib}
exec $dest/root/usr/bin/rustc "\$@"
WRAPPER
chmod +x "$new/rustc"
rm -rf "$dest"
mv "$new" "$dest"
"$dest/rustc" -V
