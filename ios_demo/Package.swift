// swift-tools-version: 6.0

import PackageDescription

// Read from below:
//
//     BenchmarkCore        what a bundle is, its text, its search, the benchmark: Foundation alone
//     CoreMLEngine         Core ML behind the core's protocol `Engine`
//     ExecuTorchEngine     ExecuTorch behind the same protocol
//     Mobilec, MobilecCoreML, MobilecExecuTorch    the same under the names that an app of one's own imports
//     MobilecScreens       what each screen shows and does, without a view
//     MobilecApp           the views, the system's facts, the engines put in
//
// Nothing below knows what stands above it, and only the two engines know a runtime. On Linux all of it
// builds; what only Apple's systems have is left out by `#if canImport` in its files.
//
// Other packages take ../Package.swift, which has the first six of the same sources: SwiftPM looks for a
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

// Debian's libswiftObservation.so names a symbol that it does not find; nothing here calls it.
let observation: [LinkerSetting] = [
    .unsafeFlags(["-Xlinker", "--allow-shlib-undefined"], .when(platforms: [.linux]))
]

let package = Package(
    name: "MobilecDemo",
    defaultLocalization: "en",
    platforms: [.iOS(.v17), .macOS(.v14)],
    products: [
        .library(name: "BenchmarkCore", targets: ["BenchmarkCore"]),
        .library(name: "MobilecApp", targets: ["MobilecApp"]),
    ],
    dependencies: packages,
    targets: [
        .target(name: "BenchmarkCore"),
        .target(name: "CoreMLEngine", dependencies: ["BenchmarkCore"]),
        .target(name: "ExecuTorchEngine", dependencies: ["BenchmarkCore"] + runtime),
        .target(name: "Mobilec", dependencies: ["BenchmarkCore"]),
        .target(name: "MobilecCoreML", dependencies: ["Mobilec", "CoreMLEngine"]),
        .target(name: "MobilecExecuTorch", dependencies: ["Mobilec", "ExecuTorchEngine"]),
        .target(name: "MobilecScreens", dependencies: ["BenchmarkCore"]),
        .target(
            name: "MobilecApp",
            dependencies: ["BenchmarkCore", "CoreMLEngine", "ExecuTorchEngine", "MobilecScreens"]
        ),
        .testTarget(name: "BenchmarkTests", dependencies: ["BenchmarkCore"]),
        .testTarget(
            name: "ScreensTests",
            dependencies: ["BenchmarkCore", "MobilecScreens"],
            linkerSettings: observation
        ),
        // As an app of one's own sees it: what is public, under its public name.
        .testTarget(name: "LibraryTests", dependencies: ["Mobilec"]),
        // Predictions of the shipped bundles by Core ML, on a Mac.
        .testTarget(name: "CoreMLTests", dependencies: ["BenchmarkCore", "CoreMLEngine"]),
    ]
)
