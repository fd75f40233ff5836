// swift-tools-version: 6.0

import PackageDescription

// Bundles that `mobilec export` wrote, in an app of one's own: `Mobilec` runs them, with one of the engines.
// `MobilecBenchmark` measures them there, for whoever asks for it.
// The app in ios_demo is a package of its own, of the same sources.

let executorch = "1.4.1"

#if os(macOS)
    // The version that exports. An app that links it wants `-all_load` among its linker flags, as its kernels
    // and backends register themselves. Upstream releases it as a branch for each version and under no tag, so
    // a package that takes MobilecExecuTorch takes this one by a branch or a revision, and not by a version.
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

func target(
    _ name: String, _ dependencies: [Target.Dependency] = [], linkerSettings: [LinkerSetting] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "ios_demo/Sources/\(name)",
        linkerSettings: linkerSettings)
}

let package = Package(
    name: "Mobilec",
    platforms: [.iOS(.v17), .macOS(.v14)],
    products: [
        .library(name: "Mobilec", targets: ["Mobilec"]),
        .library(name: "MobilecCoreML", targets: ["MobilecCoreML"]),
        .library(name: "MobilecExecuTorch", targets: ["MobilecExecuTorch"]),
        .library(name: "MobilecBenchmark", targets: ["MobilecBenchmark"]),
    ],
    dependencies: packages,
    targets: [
        target("Mobilec"),
        target("MobilecCoreML", ["Mobilec"]),
        target("MobilecExecuTorch", ["Mobilec"] + runtime, linkerSettings: frameworks),
        target("MobilecBenchmark", ["Mobilec"]),
    ]
)
