// swift-tools-version: 6.0

import PackageDescription

// Bundles that `mobilec export` wrote, in an app of one's own: `Mobilec` runs them, with one of the engines.
// `MobilecBenchmark` measures them there, for whoever asks for it.
// The app in ios_demo is a package of its own, of the same sources.

let executorch = "1.4.1"

#if os(macOS)
    // ExecuTorch's released libraries of the version that exports, with the checksums of its own package of
    // that version, its branch swiftpm-1.4.1: a branch may move, and no version of a package may depend on one.
    // Kernels and backends register themselves when the program starts, so an app that links them wants
    // `-all_load` among its linker flags.
    let checksums = [
        "backend_coreml": "9ff34810bee54047b02dabde3c98099ebe41fa49ea35b408adb62ac06415a5ea",
        "backend_xnnpack": "14ffb372e29c09ef48ce6de4d02da315c237517438c07c98fa61fb89cbc4c8a6",
        "executorch": "8417045ee1761a410098d7b54a1ac0e3c227ccbdcca79bf7dfa26c0cf55f1f3d",
        "kernels_optimized": "cdb5c6de303331dedaa495d429b1420899d85489b8116a2520a0433d64ef57e2",
        "kernels_quantized": "e26a1b2e7eb9d3b5b6ae4f9fe2233cdc820ec8a85078cb61bd914e8bb19bff3b",
        "threadpool": "d6c700c5c2307c8a8ed4416c0f8fab6d5123d6b7c06ba77fdb4265aa33c19625",
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
// What ExecuTorch's image processor calls, which `-all_load` links too, and 1.4 does not say (its #22686).
let frameworks = ["Accelerate", "CoreGraphics", "CoreImage", "CoreVideo"].map {
    LinkerSetting.linkedFramework($0, apple)
}
let libraries: [LinkerSetting] = [
    .linkedFramework("CoreML", apple), .linkedLibrary("sqlite3", apple), .linkedLibrary("c++", apple),
]

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
    targets: [
        target("Mobilec"),
        target("MobilecCoreML", ["Mobilec"]),
        target("MobilecExecuTorch", ["Mobilec"] + runtime, linkerSettings: frameworks + libraries),
        target("MobilecBenchmark", ["Mobilec"]),
    ] + released
)
