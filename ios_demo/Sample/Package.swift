// swift-tools-version: 6.0

import PackageDescription

// The smallest program of one's own: swift run sample BUNDLE TEXT, on a Mac.

let package = Package(
    name: "Sample",
    platforms: [.macOS(.v14)],
    dependencies: [.package(name: "Mobilec", path: "../..")],
    targets: [
        .executableTarget(name: "sample", dependencies: [.product(name: "MobilecCoreML", package: "Mobilec")])
    ]
)
