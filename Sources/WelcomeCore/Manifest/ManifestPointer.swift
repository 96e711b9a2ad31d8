/// The content of `manifest.json`: which files make up the manifest.
///
/// Replacing it is the moment a build is published.
package struct ManifestPointer: Sendable, Hashable {
    /// One file of lines, in the order they are to be read; a later line of an identity wins.
    package struct File: Sendable, Hashable {
        /// Which pages a file of lines covers.
        package enum Kind: String, CaseIterable, Sendable {
            /// Every page.
            case full
            /// Some pages, after a full file.
            case delta
        }

        package var kind: Kind
        package var name: String
        package var build: String
        package var lineCount: Int
        /// Lower-case hexadecimal.
        package var sha256: String

        package init(kind: Kind, name: String, build: String, lineCount: Int, sha256: String) {
            self.kind = kind
            self.name = name
            self.build = build
            self.lineCount = lineCount
            self.sha256 = sha256
        }
    }

    /// The file that tells a recovered ledger who was forgotten, without naming anybody.
    package struct ForgottenFile: Sendable, Hashable {
        package var name: String
        /// How many leads were forgotten.
        package var leadCount: Int
        /// Lower-case hexadecimal.
        package var sha256: String

        package init(name: String, leadCount: Int, sha256: String) {
            self.name = name
            self.leadCount = leadCount
            self.sha256 = sha256
        }
    }

    package var build: String
    package var publishedAt: Timestamp
    package var counts: [ManifestState: Int]
    package var files: [File]
    /// `nil` where an older version of the program published.
    package var ledger: LedgerStamp?
    /// `nil` where nobody was forgotten.
    package var forgotten: ForgottenFile?

    package init(
        build: String, publishedAt: Timestamp, counts: [ManifestState: Int], files: [File], ledger: LedgerStamp?,
        forgotten: ForgottenFile?
    ) {
        self.build = build
        self.publishedAt = publishedAt
        self.counts = counts
        self.files = files
        self.ledger = ledger
        self.forgotten = forgotten
    }

    /// The names of all files that the pointer names.
    package var fileNames: [String] { files.map(\.name) + (forgotten.map { [$0.name] } ?? []) }

    /// The bytes of the file.
    package func encoded() -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("v", 1)
            json.member("build", build)
            json.member("published_at", publishedAt.iso)
            json.key("counts")
            json.object { json in
                for state in ManifestState.allCases {
                    json.member(state.rawValue, counts[state] ?? 0)
                }
            }
            json.key("files")
            json.array { json in
                for file in files {
                    json.object { json in
                        json.member("kind", file.kind.rawValue)
                        json.member("file", file.name)
                        json.member("build", file.build)
                        json.member("lines", file.lineCount)
                        json.member("sha256", file.sha256)
                    }
                }
            }
            if let ledger {
                json.key("ledger")
                json.object { json in
                    json.member("id", ledger.id)
                    json.member("number", ledger.number)
                }
            }
            if let forgotten {
                json.key("forgotten")
                json.object { json in
                    json.member("file", forgotten.name)
                    json.member("leads", forgotten.leadCount)
                    json.member("sha256", forgotten.sha256)
                }
            }
        }
        json.endLine()
        return json.bytes
    }
}
