package import Foundation

/// What a site has published, read as the CRM reads it: the pointer, then the files it names, later lines winning.
package struct Publication {
    /// The pointer, `manifest.json`.
    package struct Pointer: Decodable {
        package var v: Int
        package var build: String
        package var counts: [String: Int]
        package var files: [File]
    }

    /// One file of the manifest.
    package struct File: Decodable {
        package var kind: String
        package var file: String
        package var build: String
        package var lines: Int
        package var sha256: String
    }

    /// One line of the manifest, as far as tests look at it by name.
    package struct Line: Decodable {
        package var tenant: String
        package var lead: String
        package var slot: String
        package var state: String
        package var url: String
        package var code: String
        package var expiresOn: String?
        package var theme: String
        package var locale: String
        package var page: Page?
        package var message: Message?
        package var requests: [Request]
        package var problems: [Problem]

        /// Tenant, lead and slot, by which a line is known.
        package var key: String { "\(tenant)/\(lead)/\(slot)" }
    }

    /// Where the page of a line lies.
    package struct Page: Decodable {
        package var file: String
        package var sha256: String
        package var bytes: Int
        package var changedIn: String
    }

    /// The text to send.
    package struct Message: Decodable {
        package var text: String
    }

    /// Why a line cannot be sent, or what is odd about it.
    package struct Problem: Decodable, Hashable {
        package var code: String
        package var column: String?
        package var lead: String?
    }

    /// What is to be called to send it.
    package struct Request: Decodable {
        package var dedupKey: String
    }

    package let pointer: Pointer
    /// Every line of the manifest's files, in their order.
    package let allLines: [Line]
    private let output: String

    /// Reads the output folder of a site.
    package init(output: String) throws {
        self.output = output
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        pointer = try decoder.decode(
            Pointer.self, from: Data(contentsOf: URL(fileURLWithPath: "\(output)/manifest.json")))
        allLines = try pointer.files.flatMap { file in
            try Data(contentsOf: URL(fileURLWithPath: "\(output)/\(file.file)")).split(separator: 10).map {
                try decoder.decode(Line.self, from: $0)
            }
        }
    }

    /// The lines that hold, in the order in which they were met first.
    package var lines: [Line] {
        var order: [Data] = []
        var newest: [Data: Line] = [:]
        for line in allLines {
            // By bytes: text that differs in normalisation alone counts as equal in Swift.
            let key = Data(line.key.utf8)
            if newest.updateValue(line, forKey: key) == nil { order.append(key) }
        }
        return order.compactMap { newest[$0] }
    }

    /// The link of every line, by tenant, lead and slot.
    package var urls: [String: String] { lines.reduce(into: [:]) { $0[$1.key] = $1.url } }

    /// The line of a lead of the tenant `default` with the slot `welcome`.
    package func line(_ lead: String, tenant: String = "default", slot: String = "welcome") -> Line? {
        lines.first { $0.key.utf8.elementsEqual("\(tenant)/\(lead)/\(slot)".utf8) }
    }

    /// The HTML behind a line.
    package func html(_ line: Line) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: pagePath(line))), as: UTF8.self)
    }

    /// The absolute path of the page behind a line, whether it is there or not.
    package func pagePath(_ line: Line) -> String {
        "\(output)/site/p/\(line.code.prefix(2))/\(line.code).html"
    }

    /// The manifest's files and pointer, by name.
    package func manifestFiles() throws -> [String: Data] {
        try (pointer.files.map(\.file) + ["manifest.json"]).reduce(into: [:]) { files, name in
            files[name] = try Data(contentsOf: URL(fileURLWithPath: "\(output)/\(name)"))
        }
    }
}
