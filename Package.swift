// swift-tools-version: 6.2

import PackageDescription

/// One set of rules for every Swift target of the package.
///
/// `WelcomeCore`, `Markup` and `Gzip` hold no effect, so they need no exception; `unsafe` is countable because strict memory
/// safety is on everywhere (see `Documentation/ARCHITECTURE.md`).
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    // Warnings stop `Scripts/check` and `Scripts/test`, which set the variable, but nobody who builds with a newer compiler.
    .treatAllWarnings(as: Context.environment["WELCOME_CI"] == nil ? .warning : .error),
]

let package = Package(
    name: "welcome",
    products: [
        .executable(name: "welcome", targets: ["welcome"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(
            name: "CMarkGFM",
            pkgConfig: "libcmark-gfm",
            providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]
        ),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "Gzip", dependencies: ["CZlib"], swiftSettings: settings),
        .target(name: "Markup", dependencies: ["CMarkGFM"], swiftSettings: settings),
        .target(
            name: "WelcomeCore",
            dependencies: [
                "Gzip",
                "Markup",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "WelcomeIO",
            dependencies: [
                "CLinux",
                "WelcomeCore",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "WelcomeCLI",
            dependencies: [
                "WelcomeCore",
                "WelcomeIO",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            resources: [.embedInCode("Schemas"), .embedInCode("Templates")],
            swiftSettings: settings
        ),
        .executableTarget(name: "welcome", dependencies: ["WelcomeCLI"], swiftSettings: settings),
        .target(
            name: "WelcomeTestSupport",
            dependencies: ["WelcomeCore", "WelcomeIO", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: settings
        ),
        .testTarget(name: "GzipTests", dependencies: ["Gzip", "WelcomeTestSupport"], swiftSettings: settings),
        .testTarget(name: "MarkupTests", dependencies: ["Markup"], swiftSettings: settings),
        .testTarget(
            name: "WelcomeCoreTests",
            dependencies: [
                "Gzip", "WelcomeCore", "WelcomeTestSupport", .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "WelcomeIOTests",
            dependencies: [
                "WelcomeIO", "WelcomeCore", "WelcomeTestSupport", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "WelcomeCLITests",
            dependencies: [
                "WelcomeCLI", "WelcomeCore", "WelcomeIO",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["WelcomeTestSupport", "welcome"],
            swiftSettings: settings
        ),
        .testTarget(name: "ArchitectureTests", swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
