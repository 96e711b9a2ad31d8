import Foundation
import Glibc
import Testing
import WelcomeTestSupport

/// People and other builds that come while a build is publishing.
@Suite(.enabled(if: SystemCalls.areTraceable, "SKIPPED: programs cannot be traced here, so no build is met half-way"))
struct InterruptionTests {
    /// A build that is in the middle of publishing and takes its time over everything that follows.
    private struct SlowBuild {
        let program: RunningProgram
        let process: pid_t

        init(_ site: SiteFolder) throws {
            program = try SystemCalls.startSlowly(
                ["fsync", "fdatasync"], milliseconds: 100, showing: ["renameat"],
                of: [WelcomeBinary.path, "build", "--site", site.path, "--now", SiteFolder.now],
                environment: FaultScenario.environment)
            #expect(try program.waitForOutput(containing: "tmp/asset"))
            let line = try #require(program.saidSoFar.split(separator: "\n").first { $0.contains("tmp/asset") })
            process = try #require(pid_t(line.prefix { $0.isNumber }))
        }
    }

    @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
    func stopsSoonWhenAskedTo(signal: Int32, status: Int32) throws {
        let site = try SiteFolder.changedShop()
        let before = try site.publishedFiles()
        let slow = try SlowBuild(site)
        let asked = ContinuousClock.now
        kill(slow.process, signal)
        #expect(try slow.program.end().status == status)
        #expect(ContinuousClock.now - asked < .seconds(5))
        let after = try site.publishedFiles()
        #expect(before.allSatisfy { after[$0.key] == $0.value })

        #expect(try site.build().status == 0)
        #expect(try site.published().lines.count == 3)
        #expect(try FileManager.default.contentsOfDirectory(atPath: site.absolute("output/tmp")) == [])
    }

    @Test func letsASecondBuildGoAtOnce() throws {
        let site = try SiteFolder.changedShop()
        let slow = try SlowBuild(site)
        // Other tests run meanwhile, so the quickest of three counts.
        let times = try (0..<3).map { _ in
            let asked = ContinuousClock.now
            let second = try site.build()
            #expect(second.status == 75, "\(second.stderr)")
            #expect(second.stderr.contains("[output-busy]"))
            return ContinuousClock.now - asked
        }
        #expect(times.contains { $0 < .seconds(1) }, "\(times)")
        #expect(try slow.program.end().status == 0)
        #expect(try site.published().lines.count == 3)
    }
}

extension SiteFolder {
    /// A site that was built once, and then got a lead with a picture.
    fileprivate static func changedShop() throws -> SiteFolder {
        let site = try builtShop()
        try site.copy(Fixtures.path("media/grey.jpg"), to: "media/grey.jpg")
        try site.writeLeads(twoLeads + [["id": "a3", "images": ["media/grey.jpg"]]])
        return site
    }
}
