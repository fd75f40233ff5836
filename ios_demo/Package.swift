// swift-tools-version: 6.0

import PackageDescription

let package = Package(
    name: "MobilecDemo",
    defaultLocalization: "en",
    platforms: [.iOS(.v17), .macOS(.v14)],
    products: [
        .library(name: "BenchmarkCore", targets: ["BenchmarkCore"])
    ],
    targets: [
        // Manifest, tokenizers, search, benchmark: Foundation alone, tested on Linux.
        .target(name: "BenchmarkCore"),
        .testTarget(name: "BenchmarkTests", dependencies: ["BenchmarkCore"]),
    ]
)
