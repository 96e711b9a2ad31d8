import Crypto
import Foundation
import WelcomeCore

/// What an output folder holds at one moment, as the CRM and the web server read it.
package struct PublishedSite: Sendable {
    /// One line of the manifest, as far as publishing is concerned.
    package struct Line: Decodable, Sendable {
        /// The page of a line as it is to lie there.
        package struct Page: Decodable, Sendable {
            /// The path below `site/`.
            package var file: String
            /// Of the file as it is stored.
            package var sha256: String
            /// The size of the file as it is stored.
            package var bytes: Int
        }

        package var lead: String
        package var state: String
        package var page: Page?
    }

    private struct Pointer: Decodable {
        struct File: Decodable {
            var file: String
            var lines: Int
            var sha256: String
        }

        var files: [File]
    }

    /// The files by their path in the output folder.
    package let files: [String: [UInt8]]

    package init(_ files: [String: [UInt8]]) {
        self.files = files
    }

    /// Reads what lies in an output folder on disk.
    package init(output: FolderSnapshot) {
        self.init(output.contents.mapValues { [UInt8]($0) })
    }

    /// The pages and assets, by path.
    package var served: [String: [UInt8]] { files.filter { $0.key.hasPrefix("site/") } }

    /// The lines of the manifest that `manifest.json` names, by lead; `nil` where there is none yet.
    ///
    /// - Throws: when the pointer names what is not there or not what it says.
    package func lines() throws -> [Line]? {
        guard let bytes = files["manifest.json"] else { return nil }
        let pointer = try JSONDecoder().decode(Pointer.self, from: Data(bytes))
        var lines: [Line] = []
        for file in pointer.files {
            guard let content = files[file.file] else { throw Fault("\(file.file) is missing") }
            guard sha256(content) == file.sha256 else { throw Fault("\(file.file) is not what the pointer says") }
            let rows = content.split(separator: 10)
            guard rows.count == file.lines else { throw Fault("\(file.file) has \(rows.count) lines") }
            lines += try rows.map { try JSONDecoder().decode(Line.self, from: Data($0)) }
        }
        return lines
    }

    /// The manifest's text without the builds that pages were changed in.
    package func manifestText() throws -> String {
        let pointer = try files["manifest.json"].map { try JSONDecoder().decode(Pointer.self, from: Data($0)) }
        let texts = (pointer?.files ?? []).map { String(decoding: files[$0.file] ?? [], as: UTF8.self) }
        return texts.joined().replacing(/"changed_in":"[^"]*"/, with: "")
    }

    /// The paths of pages and assets that are not the same in both, ascending.
    package func servedDifferently(from other: PublishedSite) -> [String] {
        Set(served.keys).union(other.served.keys).filter { files[$0] != other.files[$0] }.sorted()
    }

    /// Says what is wrong with this folder at a moment between `old`, the last published site, and `new`, the site that
    /// was about to be published: unresolved links, missing files, and pages that are neither the one's nor the other's.
    package func faults(
        between old: PublishedSite?, and new: PublishedSite, revoked: Set<String>
    ) throws -> [String] {
        var faults: [String] = []
        for line in try lines() ?? [] {
            guard let page = line.page else { continue }
            guard let bytes = files["site/\(page.file)"] else {
                if !revoked.contains(line.lead) { faults.append("the page of lead \(line.lead) is gone") }
                continue
            }
            let isListed = sha256(bytes) == page.sha256 && bytes.count == page.bytes
            let isPromised = isListed || bytes == new.files["site/\(page.file)"]
            if !isPromised { faults.append("the page of lead \(line.lead) is not the one in the manifest") }
        }
        for (path, bytes) in served {
            if bytes != new.files[path], bytes != old?.files[path] { faults.append("\(path) is not whole") }
            for asset in Self.html(path, bytes).matches(of: /\/(a\/[0-9a-f]{32}\.[a-z0-9]+)/)
            where path.hasPrefix("site/p/") && files["site/\(asset.1)"] == nil {
                faults.append("\(path) names \(asset.1), which does not exist")
            }
        }
        if let old, files["manifest.json"] != old.files["manifest.json"] {
            for page in try old.lines() ?? [] where revoked.contains(page.lead) {
                guard let file = page.page?.file, files["site/\(file)"] != nil else { continue }
                faults.append("the page of lead \(page.lead) outlived its revocation")
            }
        }
        return faults
    }

    private static func html(_ path: String, _ bytes: [UInt8]) -> String {
        let store = PageStore.allCases.first { path.hasSuffix($0.ending) } ?? .html
        return String(decoding: store.html(in: bytes) ?? [], as: UTF8.self)
    }

    private func sha256(_ bytes: [UInt8]) -> String {
        hexadecimal(SHA256.hash(data: bytes))
    }

    /// Why a folder is not a published site.
    package struct Fault: Error, CustomStringConvertible {
        package let description: String

        init(_ description: String) {
            self.description = description
        }
    }
}
