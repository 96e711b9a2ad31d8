import Foundation
import WelcomeTestSupport

/// A site after a build that something happened to, and what is to be said against it.
struct BrokenBuild {
    let scenario: FaultScenario
    let site: SiteFolder
    let run: ProgramRun

    /// What readers would see wrong now.
    func faults() throws -> [String] {
        let published = PublishedSite(output: try site.snapshot(of: "output"))
        var faults = try published.faults(
            between: scenario.old, and: scenario.clean, revoked: scenario.kind.isRebuild ? ChangingLeads.revoked : [])
        if run.status == scenario.status { faults += differences(published, from: scenario.clean) }
        return faults
    }

    /// What somebody would miss, or should not read, in what the program said.
    ///
    /// Where the build failed, one of the files called `names` is to be named, unless nothing could be said.
    func faultsOfMessage(naming names: [String], isHeard: Bool) -> [String] {
        let said = run.stdout + run.stderr
        var faults: [String] = []
        let sites = [scenario.clean, scenario.old].compactMap(\.self)
        let codes = sites.flatMap { $0.served.keys.compactMap(Self.code) }
        if (ChangingLeads.secrets + codes).contains(where: said.contains) { faults.append("it tells of a lead") }
        guard run.status == 74, isHeard else { return faults }
        if !run.stderr.contains(": error: ") { faults.append("it does not say what failed") }
        if !names.map(Self.told).contains(where: run.stderr.contains) { faults.append("it names none of \(names)") }
        return faults
    }

    /// A file's name as a message has it: of a page only the beginning, for whoever knows the rest can open it.
    private static func told(_ name: String) -> String {
        guard let code = code("site/p/\(name)"), code.count == 20 else { return name }
        return "\(code.prefix(4))….\(name.split(separator: ".").dropFirst().joined(separator: "."))"
    }

    private static func code(_ path: String) -> String? {
        guard path.hasPrefix("site/p/") else { return nil }
        return path.split(separator: "/").last?.split(separator: ".").first.map(String.init)
    }

    /// What is wrong after the next build, which nothing disturbs.
    func faultsAfterTheNextBuild() throws -> [String] {
        let next = try site.build("--jobs", "1", now: scenario.kind.later)
        guard next.status == scenario.status else {
            return ["the next build ended with \(next.status): \(next.stderr)"]
        }
        return differences(PublishedSite(output: try site.snapshot(of: "output")), from: scenario.later)
            + (try leftovers())
    }

    private func differences(_ published: PublishedSite, from other: PublishedSite) -> [String] {
        var faults = published.servedDifferently(from: other).map { "\($0) is not that of a clean build" }
        // What cannot be read differs from everything.
        if (try? published.manifestText()) != (try? other.manifestText()) {
            faults.append("the manifest is not that of a clean build")
        }
        if published.rejects != other.rejects {
            faults.append("the rejected rows are not those of a clean build")
        }
        return faults
    }

    private func leftovers() throws -> [String] {
        let temporary = try FileManager.default.contentsOfDirectory(atPath: site.absolute("output/tmp"))
        let media = try FileManager.default.contentsOfDirectory(atPath: site.absolute("output/media"))
        let output = try FileManager.default.contentsOfDirectory(atPath: site.absolute("output"))
        return temporary.map { "tmp/\($0) stayed" }
            + media.filter { $0.hasPrefix("new-") || $0.hasPrefix("work-") }.map { "media/\($0) stayed" }
            + output.filter { $0.hasPrefix("ledger.db-") }.map { "\($0) stayed" }
    }
}

extension PublishedSite {
    /// The rejected rows, without the place of the file that they stand in.
    fileprivate var rejects: String {
        String(decoding: files["rejects.ndjson"] ?? [], as: UTF8.self).replacing(/"source":"[^"]*"/, with: "")
    }
}
