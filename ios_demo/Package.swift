// swift-tools-version: 6.0

import PackageDescription

// Read from below:
//
//     Mobilec              the core: what a bundle is, its text, its search, its goldens: Foundation alone
//     MobilecCoreML        Core ML behind the core's protocol `Engine`
//     MobilecExecuTorch    ExecuTorch behind the same protocol
//     MobilecBenchmark     what a bundle takes on this device: the core and the system's facts
//     MobilecScreens       what each screen shows and does, without a view
//     MobilecApp           the views, the system's facts, the engines put in
//
// Nothing below knows what stands above it, and only the two engines know a runtime. On Linux all of it
// builds; what only Apple's systems have is left out by `#if canImport` in its files.
//
// Other packages take ../Package.swift, which has the first four of the same sources: SwiftPM looks for a
// package at the root of a repository alone.

let executorch = "1.4.1"

#if os(macOS)
    // The version that exports. Its kernels and backends register themselves when the program starts, so
    // an app that links them wants `-all_load`: see project.yml.
    let packages: [Package.Dependency] = [
        .package(url: "https://github.com/pytorch/executorch.git", branch: "swiftpm-\(executorch)")
    ]
    let runtime: [Target.Dependency] = [
        "executorch", "backend_coreml", "backend_xnnpack", "kernels_optimized", "kernels_quantized",
    ].map { .product(name: $0, package: "executorch") }
#else
    let packages: [Package.Dependency] = []
    let runtime: [Target.Dependency] = []
#endif

// What ExecuTorch's image processor calls, which `-all_load` links too, and 1.4 does not say (its #22686).
let frameworks = ["Accelerate", "CoreGraphics", "CoreImage", "CoreVideo"].map {
    LinkerSetting.linkedFramework($0, .when(platforms: [.iOS, .macOS]))
}

// Debian's libswiftObservation.so names a symbol that it does not find; nothing here calls it.
let observation: [LinkerSetting] = [
    .unsafeFlags(["-Xlinker", "--allow-shlib-undefined"], .when(platforms: [.linux]))
]

// Linux builds the tests for release, as tokenizers go through tens of thousands of lines. The tests' own code
// runs for moments, and would keep the optimizer busy for longer than that.
let plain: [SwiftSetting] = [.unsafeFlags(["-Onone"], .when(platforms: [.linux]))]

let package = Package(
    name: "MobilecDemo",
    defaultLocalization: "en",
    platforms: [.iOS(.v17), .macOS(.v14)],
    products: [
        .library(name: "Mobilec", targets: ["Mobilec"]),
        .library(name: "MobilecApp", targets: ["MobilecApp"]),
    ],
    dependencies: packages,
    targets: [
        .target(name: "Mobilec"),
        .target(name: "MobilecCoreML", dependencies: ["Mobilec"]),
        .target(
            name: "MobilecExecuTorch", dependencies: ["Mobilec"] + runtime, linkerSettings: frameworks),
        .target(name: "MobilecBenchmark", dependencies: ["Mobilec"]),
        .target(name: "MobilecScreens", dependencies: ["Mobilec", "MobilecBenchmark"]),
        .target(
            name: "MobilecApp",
            dependencies: [
                "Mobilec", "MobilecBenchmark", "MobilecCoreML", "MobilecExecuTorch", "MobilecScreens",
            ]
        ),
        .testTarget(
            name: "MobilecTests", dependencies: ["Mobilec", "MobilecBenchmark"], swiftSettings: plain),
        .testTarget(
            name: "ScreensTests",
            dependencies: ["Mobilec", "MobilecBenchmark", "MobilecScreens"],
            swiftSettings: plain,
            linkerSettings: observation
        ),
        // As an app of one's own sees it: what is public, without the benchmark.
        .testTarget(name: "LibraryTests", dependencies: ["Mobilec"]),
        // Predictions of the shipped bundles by Core ML, on a Mac.
        .testTarget(
            name: "CoreMLTests",
            dependencies: ["Mobilec", "MobilecBenchmark", "MobilecCoreML", "MobilecScreens"],
            linkerSettings: observation
        ),
    ]
)
