import Testing
import WelcomeCore

@testable import WelcomeIO

@Suite struct KeyFileTests {
    @Test(
        arguments: [
            (0o600, 7, 7, nil), (0o400, 7, 7, nil), (0o700, 7, 7, nil), (0o600, 7, 0, nil), (0o600, 0, 0, nil),
            (0o640, 7, 7, "chmod 600"), (0o604, 7, 7, "chmod 600"), (0o620, 7, 0, "chmod 600"),
            (0o601, 0, 0, "chmod 600"),
            (0o600, 8, 7, "chown $(id -u)"), (0o400, 0, 7, "chown $(id -u)"), (0o644, 8, 7, "chmod 600"),
        ] as [(UInt32, UInt32, UInt32, String?)])
    func acceptsAFileThatItsOwnerAloneCanUse(mode: UInt32, owner: UInt32, user: UInt32, command: String?) {
        #expect(KeyFile.fault(mode: mode, owner: owner, user: user)?.command == command)
    }

    @Test func makesAnotherKeyEachTime() {
        let texts = (0..<8).map { _ in KeyFile.makeFirst().text }
        #expect(Set(texts).count == 8)
        #expect(KeyFile.makeFirst().ring.entries.map(\.notBefore.iso) == ["2020-01-01"])
    }
}
