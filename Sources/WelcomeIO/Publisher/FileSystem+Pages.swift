import WelcomeCore

extension FileSystem {
    /// Reads the HTML of a page in whichever form it lies there; `nil` where it is not there.
    func page(_ code: LinkCode) throws(FileError) -> [UInt8]? {
        for store in PageStore.allCases {
            if let bytes = try read(code.pageFile(store, in: "site/")) { return store.html(in: bytes) }
        }
        return nil
    }

    /// Takes pages away in every form, durably.
    ///
    /// - Returns: how many there were.
    func removePages(_ codes: [LinkCode]) throws(FileError) -> Int {
        var removed = 0
        for code in codes {
            let forms = try PageStore.allCases.map { (store) throws(FileError) in
                try removeIfThere(code.pageFile(store, in: "site/"))
            }
            removed += forms.contains(true) ? 1 : 0
        }
        for directory in Set(codes.map(\.directory)).sorted() {
            if try size(of: "site/p/\(directory)") != nil { try syncDirectory("site/p/\(directory)") }
        }
        try HostMarks.remove(codes, in: self)
        return removed
    }

    private func removeIfThere(_ file: String) throws(FileError) -> Bool {
        guard try size(of: file) != nil else { return false }
        try remove(file)
        return true
    }
}
