import Testing

/// Which stages of the core each stage may name types of.
///
/// Imports cannot hold these walls, since the stages share a module. Three pairs use one another: a page is compiled into
/// what the renderer copies, a theme holds media that are chosen by theme, and a request is written as JSON.
private let permittedArrows: [String: Set<String>] = [
    "Encoding": [],
    "Diagnostics": [],
    "Leads": ["Diagnostics"],
    "Links": ["Diagnostics", "Leads"],
    "Settings": ["Diagnostics", "Encoding", "Leads"],
    "Mirror": ["Settings"],
    "Media": ["Diagnostics", "Leads", "Settings", "Themes"],
    "Themes": ["Diagnostics", "Leads", "Media", "Settings"],
    "Compile": ["Diagnostics", "Encoding", "Leads", "Media", "Render", "Settings", "Themes"],
    "Channels": ["Compile", "Leads", "Links", "Manifest", "Media", "Render", "Settings", "Themes"],
    "Manifest": ["Channels", "Leads", "Links"],
    "Plan": ["Leads", "Links", "Manifest", "Settings"],
    "Guards": ["Diagnostics", "Leads", "Links", "Manifest", "Plan", "Settings"],
    "Export": ["Channels", "Manifest", "Settings"],
    "Serving": ["Diagnostics", "Links", "Media", "Settings"],
    "Render": ["Channels", "Compile", "Diagnostics", "Leads", "Links", "Manifest", "Plan", "Settings"],
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
    @Test func stagesFollowTheArrows() throws {
        expectNone(forbiddenArrows(try SourceTree.swiftFiles(below: "Sources/WelcomeCore"), permittedArrows))
    }

    @Test func permitsNoArrowThatNothingUses() throws {
        let found = arrows(try SourceTree.swiftFiles(below: "Sources/WelcomeCore"))
        for (stage, uses) in permittedArrows {
            let unused = uses.subtracting(found[stage].map { Set($0.keys) } ?? []).sorted()
            #expect(unused.isEmpty, "\(stage) no longer uses \(unused)")
        }
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
