#!/bin/sh
# Builds the Rust core for iPhones and their simulator and packs both as
# bindings/swift/tanfangFFI.xcframework, where Package.swift looks for it on a Mac.
# Needs a Mac with Xcode and `rustup target add aarch64-apple-ios aarch64-apple-ios-sim`.
# It was never run where this project is tested: there is no Apple SDK there.
set -eu
cd "$(dirname "$0")/.."
out=bindings/swift/tanfangFFI.xcframework
headers=target/xcframework/Headers

for target in aarch64-apple-ios aarch64-apple-ios-sim; do
    IPHONEOS_DEPLOYMENT_TARGET=17.0 \
        cargo build --locked --release -p tanfang-ffi --target "$target"
done

rm -rf "$headers" "$out"
# A folder of its own below Headers, so that two frameworks do not both bring include/module.modulemap.
mkdir -p "$headers/tanfangFFI"
cp bindings/swift/Sources/CTanfang/tanfangFFI.h bindings/swift/Sources/CTanfang/module.modulemap \
    "$headers/tanfangFFI/"

xcodebuild -create-xcframework \
    -library target/aarch64-apple-ios/release/libtanfang_ffi.a -headers "$headers" \
    -library target/aarch64-apple-ios-sim/release/libtanfang_ffi.a -headers "$headers" \
    -output "$out"
