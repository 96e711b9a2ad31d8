extension LinkCode {
    /// The page's path inside the site folder, behind `folder`, which ends in `/` where it is given.
    package func pageFile(_ store: PageStore, in folder: String = "") -> String {
        var path = Array(folder.utf8)
        appendPageFile(store, to: &path)
        return String(decoding: path, as: UTF8.self)
    }

    /// The page's path inside the site folder, as bytes.
    package func pageFileBytes(_ store: PageStore) -> [UInt8] {
        var path: [UInt8] = []
        appendPageFile(store, to: &path)
        return path
    }

    private func appendPageFile(_ store: PageStore, to path: inout [UInt8]) {
        let code = bytes
        path.reserveCapacity(path.count + Self.length + 13)
        path.append(contentsOf: "p/".utf8)
        path.append(code[0])
        path.append(code[1])
        path.append(UInt8(ascii: "/"))
        path.append(contentsOf: code)
        path.append(contentsOf: store.ending.utf8)
    }

    /// The code of the page that lies at `path` inside the site folder, and its form; `nil` where none belongs there.
    package static func ofPage(at path: String) -> (code: LinkCode, store: PageStore)? {
        let name = path.utf8.dropFirst("p/00/".utf8.count)
        guard let code = LinkCode(name.prefix(length)) else { return nil }
        return PageStore.allCases.first { code.pageFile($0) == path }.map { (code, $0) }
    }
}
