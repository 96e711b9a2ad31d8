import Testing

/// Which folders of the core each folder may name types of.
///
/// Imports cannot hold these walls, since the folders share a module. No two folders use one another, not even by way of
/// others.
private let coreArrows: [String: Set<String>] = [
    "Encoding": [],
    "Diagnostics": [],
    "Leads": ["Diagnostics", "Encoding"],
    "Links": ["Diagnostics", "Leads"],
    "Settings": ["Diagnostics", "Encoding", "Leads"],
    "Mirror": ["Settings"],
    "Media": ["Diagnostics", "Encoding", "Leads"],
    "Themes": ["Diagnostics", "Leads", "Media", "Settings"],
    "Compile": ["Diagnostics", "Encoding", "Leads", "Media", "Settings", "Themes"],
    "Channels": ["Compile", "Encoding", "Leads", "Links", "Media", "Settings"],
    "Manifest": ["Channels", "Encoding", "Leads", "Links"],
    "Plan": ["Leads", "Links", "Manifest", "Settings"],
    "Guards": ["Channels", "Diagnostics", "Leads", "Links", "Manifest", "Plan", "Settings"],
    "Export": ["Channels", "Encoding", "Leads", "Settings"],
    "Serving": ["Diagnostics", "Links", "Media", "Settings"],
    "Render": ["Channels", "Compile", "Leads", "Links", "Manifest", "Plan", "Settings"],
]

/// Which folders of WelcomeIO each folder may name types of; again without circles.
private let effectArrows: [String: Set<String>] = [
    "Concurrency": [],
    "Files": [],
    "Site": ["Files"],
    "LeadSources": ["Files", "Site"],
    "Themes": ["Files"],
    "Manifest": ["Files", "Site"],
    "Ledger": ["Files", "Manifest", "Site"],
    "Keys": ["Files", "Ledger", "Site"],
    "Media": ["Concurrency", "Files", "Site", "Themes"],
    "Mirror": ["Files", "Site", "Themes"],
    "Publisher": ["Concurrency", "Files", "Ledger", "Manifest", "Media", "Mirror", "Site"],
    "Build": [
        "Concurrency", "Files", "LeadSources", "Ledger", "Manifest", "Media", "Mirror", "Publisher", "Site", "Themes",
    ],
    "Links": ["Build", "Files", "LeadSources", "Ledger", "Manifest", "Mirror", "Publisher", "Site"],
    "Scaffold": ["Files", "Keys", "Ledger", "Site"],
    "Serving": ["Files", "Site"],
]

/// Finds the stages that each stage uses, with the first place of each use, by the names of their types.
private func arrows(_ files: [SourceFile]) -> [String: [String: Violation]] {
    var homes: [String: Set<String>] = [:]
    var nested: [String: Set<String>] = [:]
    for file in files {
        for place in file.declarations where place.declaration.isType {
            if place.enclosing.isEmpty {
                homes[place.declaration.name, default: []].insert(file.stage)
            } else {
                nested[file.stage, default: []].insert(place.declaration.name)
            }
        }
    }
    var found: [String: [String: Violation]] = [:]
    for file in files {
        for (index, line) in file.code.enumerated() {
            // A name behind a full stop belongs to another type.
            for part in line.split(whereSeparator: { !isNamePart($0) && $0 != "." }) {
                let word = part.prefix { $0 != "." }
                guard let stages = homes[String(word)], stages.count == 1, let stage = stages.first,
                    nested[file.stage]?.contains(String(word)) != true
                else { continue }
                if stage != file.stage, found[file.stage]?[stage] == nil {
                    found[file.stage, default: [:]][stage] = Violation(
                        file, index, "\(file.stage) must not use `\(word)` of \(stage)")
                }
            }
        }
    }
    return found
}

private func forbiddenArrows(_ files: [SourceFile], _ permitted: [String: Set<String>]) -> [Violation] {
    arrows(files).flatMap { stage, uses in
        uses.filter { permitted[stage]?.contains($0.key) != true }.map(\.value)
    }
}

@Suite struct StageTests {
    private static let targets = ["WelcomeCore": coreArrows, "WelcomeIO": effectArrows]

    @Test(arguments: targets) func stagesFollowTheArrows(target: String, permitted: [String: Set<String>]) throws {
        expectNone(forbiddenArrows(try SourceTree.swiftFiles(below: "Sources/\(target)"), permitted))
    }

    @Test(arguments: targets) func permitsNoArrowThatNothingUses(
        target: String, permitted: [String: Set<String>]
    ) throws {
        let found = arrows(try SourceTree.swiftFiles(below: "Sources/\(target)"))
        for (stage, uses) in permitted {
            let unused = uses.subtracting(found[stage].map { Set($0.keys) } ?? []).sorted()
            #expect(unused.isEmpty, "\(stage) no longer uses \(unused)")
        }
    }

    /// Folders whose arrows lead only to folders that are out of the way already can be taken out of the way too.
    @Test(arguments: targets) func noArrowsMakeACircle(target: String, permitted: [String: Set<String>]) {
        var rest = permitted
        while let next = rest.first(where: { $0.value.isDisjoint(with: rest.keys) }) { rest[next.key] = nil }
        #expect(rest.isEmpty, "\(rest.keys.sorted()) use one another")
    }

    @Test func noticesArrow() {
        let files = [
            SourceFile(path: "Sources/WelcomeCore/Leads/Lead.swift", text: "struct Lead {}"),
            SourceFile(
                path: "Sources/WelcomeCore/Links/Link.swift", text: "struct Link { var lead: Lead; var a: B.Page }"),
            SourceFile(path: "Sources/WelcomeCore/Plan/Page.swift", text: "struct Page {}\n// a Link"),
        ]
        #expect(forbiddenArrows(files, [:]).count == 1)
        #expect(forbiddenArrows(files, ["Links": ["Leads"]]).isEmpty)
    }
}
