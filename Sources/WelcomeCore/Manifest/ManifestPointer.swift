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

    package var build: String
    package var publishedAt: Timestamp
    package var counts: [ManifestState: Int]
    package var files: [File]

    package init(build: String, publishedAt: Timestamp, counts: [ManifestState: Int], files: [File]) {
        self.build = build
        self.publishedAt = publishedAt
        self.counts = counts
        self.files = files
    }

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
        }
        json.endLine()
        return json.bytes
    }
}
