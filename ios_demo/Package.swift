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

let executorch = "1.5.0"

#if os(macOS)
    // ExecuTorch's released libraries of the minor release that exports, with the checksums of its own package of
    // that version, its branch swiftpm-1.5.0: a branch may move, and no version of a package may depend on one.
    // Kernels and backends register themselves when the program starts, so an app that links them wants
    // `-all_load` among its linker flags.
    let checksums = [
        "backend_coreml": "d194005164750414ce42cfaaad27750c8269bfecec03840a7176b2a2a3d1842d",
        "backend_xnnpack": "df8de2e5fd8134446a10c1e6ad2170d6d3f99658244ce8d6dab977307474009b",
        "executorch": "3a861b6f6afd4264033a592309564932d96af758042b5c75574069fc0893313f",
        "kernels_optimized": "57016af23701a3d1a05883a9ed882e30e86c2365bafcc638be6d6754e9e943fe",
        "kernels_quantized": "a4f5ad856cd3ff4bac7ccead48b7f681784990b178a11911be9d6d77a88ed82a",
        "threadpool": "e036395eadd549dba201e5a9660976cabf978d54e8972d5c37d799d3859e5f4f",
    ]
#else
    let checksums: [String: String] = [:]
#endif

let released: [Target] = checksums.sorted { $0.key < $1.key }.map { name, checksum in
    .binaryTarget(
        name: name, url: "https://ossci-ios.s3.amazonaws.com/executorch/\(name)-\(executorch).zip",
        checksum: checksum)
}
let runtime: [Target.Dependency] = released.map { .target(name: $0.name) }

let apple: BuildSettingCondition = .when(platforms: [.iOS, .macOS])
// What ExecuTorch's image processor calls, which `-all_load` links too, and 1.4.1 did not say (its #22686).
let frameworks = ["Accelerate", "CoreGraphics", "CoreImage", "CoreVideo"].map {
    LinkerSetting.linkedFramework($0, apple)
}
let libraries: [LinkerSetting] = [
    .linkedFramework("CoreML", apple), .linkedLibrary("sqlite3", apple), .linkedLibrary("c++", apple),
]

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
    targets: [
        .target(name: "Mobilec"),
        .target(name: "MobilecCoreML", dependencies: ["Mobilec"]),
        .target(
            name: "MobilecExecuTorch", dependencies: ["Mobilec"] + runtime,
            linkerSettings: frameworks + libraries),
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
    ] + released
)
