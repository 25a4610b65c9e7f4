// swift-tools-version: 6.0
import PackageDescription

// On Linux, SwiftUI is our own stand-in: the screens are evaluated, tapped, laid out and drawn by it
// in tests. On Apple systems it is left out and the screens use Apple's. Only the Linux side of this
// file was ever run.
#if os(Linux)
let standIn: [Target] = [
    .target(name: "SwiftUI", path: "StandIn/SwiftUI"),
    .testTarget(
        name: "TanfangScreensTests", dependencies: ["TanfangScreens", "TanfangShell", "SwiftUI"]),
]
let ui: [Target.Dependency] = ["SwiftUI"]
#else
let standIn: [Target] = []
let ui: [Target.Dependency] = []
#endif

let tanfang: Target.Dependency = .product(name: "Tanfang", package: "swift")

let package = Package(
    name: "TanfangPhone",
    platforms: [.iOS(.v17)],
    products: [
        .library(name: "TanfangScreens", targets: ["TanfangScreens"]),
        .library(name: "TanfangShell", targets: ["TanfangShell"]),
    ],
    dependencies: [.package(path: "../bindings/swift")],
    targets: standIn + [
        .target(name: "TanfangShell", dependencies: [tanfang]),
        .target(name: "TanfangScreens", dependencies: ["TanfangShell", tanfang] + ui),
        .testTarget(name: "TanfangShellTests", dependencies: ["TanfangShell", tanfang]),
    ],
    swiftLanguageModes: [.v6]
)
