import Foundation
import Glibc
import Testing
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

/// Programs that misbehave in the place of ffmpeg.
@Suite(.needs(.mediaTools)) struct ToolFaultTests {
    /// Prepares a sound by a script, which is asked for its version first.
    private func prepare(
        by script: String, isSandboxed: Bool = true, _ change: (inout ToolLimits) -> Void = { _ in }
    ) throws -> (result: MediaWorkshop.Result, bench: MediaBench) {
        let bench = try MediaBench()
        let bin = "\(bench.folder)/bin"
        try bench.files.createDirectory("bin")
        let text = "#!/bin/sh\ncase \"$*\" in *-version*) echo ffmpeg version 9.1.0; exit;; esac\n\(script)\n"
        try bench.files.write(Array(text.utf8), to: "bin/ffmpeg", mode: .published)
        unsafe chmod("\(bin)/ffmpeg", 0o755)
        for name in ["prlimit", "setpriv"] {
            try FileManager.default.createSymbolicLink(
                atPath: "\(bin)/\(name)", withDestinationPath: "/usr/bin/\(name)")
        }
        var limits = ToolLimits()
        change(&limits)
        let workshop = try bench.workshop(searchPath: isSandboxed ? "\(bin):/usr/bin" : bin, limits: limits)
        if !isSandboxed { #expect(workshop.isSandboxed == false) }
        let asset = try MediaBench.sample("tone-vorbis.ogg")
        return (try #require(try workshop.prepare([asset])[asset.hash]), bench)
    }

    @Test(
        arguments: [
            ("exit 0", .unusable), ("kill -SEGV $$; sleep 600", .crashed(signal: SIGSEGV)),
            ("exec sleep 600", .timedOut), ("exec yes", .tooLoud), ("exec yes >&2", .tooLoud),
            // Once more after a crash, but not where a limit was met.
            ("[ -e tried ] && exit 7; : > tried; kill -XCPU $$; sleep 600", .crashed(signal: SIGXCPU)),
            ("ln -s /etc/passwd sound.pcm", .unusable), ("mkdir sound.pcm", .unusable), ("mkfifo sound.pcm", .unusable),
        ] as [(String, ToolFault.Reason)])
    func leavesSoundAsItCame(script: String, reason: ToolFault.Reason) throws {
        for isSandboxed in [true, false] {
            let (result, bench) = try prepare(by: script, isSandboxed: isSandboxed) { $0.time = .seconds(2) }
            #expect(result.faults.map(\.reason) == [reason])
            #expect(result.faults.first?.tool == "ffmpeg")
            #expect(result.asset.prepared == nil && result.asset.isCleared)
            #expect(try bench.kinds() == Self.stripped)
        }
    }

    /// What is left is the sound without its metadata, and the record of that.
    private static let stripped = ["TAG", "json", "json", "ogg"]

    /// A program that looks at a sound and says no has seen what phones will not play either.
    @Test(arguments: [
        "exit 7", "echo sound > sound.pcm; ln -s /etc/passwd voice.ogg; exit 5",
        "[ -e tried ] && exit 7; : > tried; kill -FPE $$; sleep 600",
    ])
    func refusesSoundThatProgramRefuses(script: String) throws {
        let (result, bench) = try prepare(by: script)
        #expect(result.problem == .unreadable(.ogg))
        #expect(try bench.kinds() == ["TAG", "json", "json"])
    }

    /// The system ends a program that goes beyond a limit, by a signal or by refusing what it asks for.
    @Test(
        arguments: [
            ("exec cat /dev/zero > sound.pcm", [.crashed(signal: SIGXFSZ), .exited(1)]),
            ("exec perl -e '$a = \"a\" x 600000000; print length $a'", [.exited(1), .exited(12)]),
            ("while :; do :; done", [.crashed(signal: SIGKILL), .crashed(signal: SIGXCPU)]),
        ] as [(String, [ToolFault.Reason])])
    func endsProgramsBeyondTheirLimits(script: String, reasons: [ToolFault.Reason]) throws {
        let (result, bench) = try prepare(by: script) {
            ($0.fileBytes, $0.memoryBytes, $0.processorSeconds) = (100_000, 300_000_000, 1)
        }
        if let reason = result.faults.first?.reason {
            #expect(reasons.contains(reason), "\(reason)")
        } else {
            #expect(result.problem == .unreadable(.ogg))
        }
        #expect(try !bench.kinds().contains("mp3"))
    }

    @Test(arguments: [true, false])
    func leavesNoProcessBehind(isSandboxed: Bool) throws {
        let number = "86\(Int.random(in: 1_000...9_999)).\(isSandboxed ? 1 : 2)"
        let (result, _) = try prepare(by: "sleep \(number) & sleep \(number)", isSandboxed: isSandboxed) {
            $0.time = .milliseconds(700)
        }
        #expect(result.faults.map(\.reason) == [.timedOut])
        // A program that is killed needs a moment to go.
        let deadline = ContinuousClock.now + .seconds(10)
        while isRunning("sleep\0\(number)"), ContinuousClock.now < deadline { usleep(10_000) }
        #expect(!isRunning("sleep\0\(number)"))
    }

    private func isRunning(_ words: String) -> Bool {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.contains { name in
            let line = FileManager.default.contents(atPath: "/proc/\(name)/cmdline") ?? Data()
            return Int(name) != nil && line.range(of: Data(words.utf8)) != nil
        }
    }

    @Test(.enabled(if: MediaBench.hasTools)) func seesNothingOfOursWhereItIsSandboxed() throws {
        let script = """
            env > sound.pcm; ls / /in /out /root /home >> sound.pcm 2>&1; cat /etc/passwd >> sound.pcm 2>&1
            cat < /dev/stdin >> sound.pcm; touch /in/x /usr/x 2>> sound.pcm
            tail -c 1500 sound.pcm | tr '\\n' ' ' >&2; kill -XCPU $$; sleep 600
            """
        let (result, _) = try prepare(by: script)
        let words = try #require(result.faults.first?.words)
        #expect(result.faults.map(\.reason) == [.crashed(signal: SIGXCPU)])
        #expect(words.contains("Read-only file system"))
    }

    @Test func doesWithoutWhatIsMissing() throws {
        let bench = try MediaBench()
        let workshop = try bench.workshop(searchPath: "/nonexistent")
        let assets = try ["tone.wav", "grey.jpg", "catalog.pdf"].map(MediaBench.sample)
        let results = try workshop.prepare(assets)
        #expect(results.count == 3)
        #expect(results.values.allSatisfy { $0.asset.prepared == nil && $0.faults.isEmpty && $0.asset.isCleared })
        let diagnostic = try #require(workshop.tools.diagnostic(for: [.audio, .image, .document]))
        #expect(diagnostic.code == .toolsMissing)
        for name in ["ffmpeg", "vips", "pdftoppm"] { #expect(diagnostic.summary.contains(name)) }
        #expect(workshop.tools.diagnostic(for: []) == nil)
    }

    @Test(arguments: [
        ("ffmpeg version 5.1.9-0+deb12u1 Copyright", "5.1.9-0+deb12u1"), ("vips-8.14.1\n", "8.14.1"),
        ("pdftoppm version 22.12.0\nCopyright", "22.12.0"), ("ffmpeg version n6.0", "6.0"),
        ("ffmpeg version N-1234-gabc", nil), ("", nil), ("no. such thing", nil),
    ])
    func readsVersions(words: String, version: String?) {
        #expect(MediaTools.version(in: words) == version)
    }

    @Test(arguments: [("5.1.9", true), ("5.0", true), ("4.4.2", false), ("10.0", true)])
    func comparesVersions(version: String, isEnough: Bool) {
        #expect(MediaTools.isVersion(version, atLeast: [5, 0]) == isEnough)
    }
}
