import Foundation

extension SiteFolder {
    /// Runs `welcome <command>` for this site, at the moment that builds take for now.
    package func run(
        _ command: String, _ arguments: String..., now: String = SiteFolder.now,
        environment: [String: String?] = [:]
    ) throws -> ProgramRun {
        try WelcomeBinary.run(
            command.split(separator: " ").map(String.init) + ["--site", path, "--now", now] + arguments,
            environment: environment)
    }

    /// The files below a folder of the site that hold one of `texts`, as bytes and whatever their format.
    package func files(holding texts: [String], in folder: String = "") throws -> [String] {
        try snapshot(of: folder).contents.filter { name, content in
            texts.contains { name.contains($0) || content.firstRange(of: Data($0.utf8)) != nil }
        }.map(\.key).sorted()
    }
}
