import WelcomeCore

/// Which assets the pages on disk name; the pages themselves are asked, for they are what browsers read.
enum PageReferences {
    /// The names of assets in the pages of `codes`, as far as these are there.
    static func assets(of codes: [LinkCode], in files: any FileSystem) throws -> Set<String> {
        var names: Set<String> = []
        for code in codes {
            if let page = try files.page(code) { names.formUnion(assetNames(in: page)) }
        }
        return names
    }

    /// Those of `names` that are on disk and that no page names.
    ///
    /// Stops as soon as every name was met, which for the media of a theme is soon.
    ///
    /// - Complexity: O(bytes of pages) at worst.
    static func unused(among names: Set<String>, in files: any FileSystem) throws -> [String] {
        var candidates: Set<String> = []
        for name in names where try files.size(of: "site/a/\(name)") != nil { candidates.insert(name) }
        for directory in try files.list("site/p") {
            for page in try files.list("site/p/\(directory)") {
                if candidates.isEmpty { return [] }
                let path = "p/\(directory)/\(page)"
                let store = LinkCode.ofPage(at: path)?.store ?? .html
                if let html = try files.read("site/\(path)").flatMap(store.html) {
                    candidates.subtract(assetNames(in: html))
                }
            }
        }
        return candidates.sorted()
    }

    /// Every word of letters, digits and dots behind `/a/`.
    private static func assetNames(in page: [UInt8]) -> Set<String> {
        var names: Set<String> = []
        var index = page.startIndex
        while let slash = page[index...].firstIndex(of: UInt8(ascii: "/")) {
            index = slash + 1
            guard page[index...].starts(with: [UInt8(ascii: "a"), UInt8(ascii: "/")]) else { continue }
            let name = page[(index + 2)...].prefix(while: isNameByte)
            if !name.isEmpty { names.insert(String(decoding: name, as: UTF8.self)) }
        }
        return names
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "."): true
        default: false
        }
    }
}
