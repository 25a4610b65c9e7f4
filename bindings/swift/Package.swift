// swift-tools-version: 6.0
import PackageDescription

// On Apple systems the Rust core comes as an XCFramework; on Linux, where it is
// checked, the C header stands here and the tests link the host's static library.
#if os(Linux)
let core: Target = .systemLibrary(name: "tanfangFFI", path: "Sources/CTanfang")
#else
let core: Target = .binaryTarget(name: "tanfangFFI", path: "tanfangFFI.xcframework")
#endif

let package = Package(
    name: "Tanfang",
    platforms: [.iOS(.v17), .macOS(.v14)],
    products: [.library(name: "Tanfang", targets: ["Tanfang"])],
    targets: [
        core,
        // Generated code stays in Swift 5 mode; nothing of ours edits it.
        .target(
            name: "TanfangFFI", dependencies: ["tanfangFFI"],
            swiftSettings: [.swiftLanguageMode(.v5)]),
        .target(name: "Tanfang", dependencies: ["TanfangFFI"]),
        .testTarget(name: "TanfangTests", dependencies: ["Tanfang"]),
    ],
    swiftLanguageModes: [.v6]
)
