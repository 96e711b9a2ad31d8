import Testing
import WelcomeCore

@Suite struct ManifestPointerTests {
    @Test func writesEveryStateAndTheFilesInOrder() {
        var pointer = ManifestPointer(
            build: "20261005T120000Z-00", publishedAt: Timestamp(secondsSinceEpoch: 1_791_201_600),
            counts: [.ready: 2, .revoked: 1],
            files: [
                .init(kind: .full, name: "manifest-a.ndjson", build: "a", lineCount: 3, sha256: "00ff"),
                .init(kind: .delta, name: "manifest-b.ndjson", build: "b", lineCount: 1, sha256: "11"),
            ], ledger: nil, forgotten: nil)
        let start =
            #"{"v":1,"build":"20261005T120000Z-00","published_at":"2026-10-05T12:00:00Z","counts":{"ready":2,"unsendable":0,"sent":0,"retained":0,"expired":0,"revoked":1},"files":[{"kind":"full","file":"manifest-a.ndjson","build":"a","lines":3,"sha256":"00ff"},{"kind":"delta","file":"manifest-b.ndjson","build":"b","lines":1,"sha256":"11"}]"#
        #expect(String(decoding: pointer.encoded(), as: UTF8.self) == "\(start)}\n")

        pointer.ledger = LedgerStamp(id: "0a", number: 7)
        pointer.forgotten = .init(name: "forgotten-1.json", leadCount: 2, sha256: "22")
        let end = #","ledger":{"id":"0a","number":7},"forgotten":{"file":"forgotten-1.json","leads":2,"sha256":"22"}}"#
        #expect(String(decoding: pointer.encoded(), as: UTF8.self) == "\(start)\(end)\n")
    }

    @Test func writesBytesAsLowerCaseDigits() {
        #expect(hexadecimal([0, 0x0F, 0xA0, 0xFF]) == "000fa0ff")
    }
}
