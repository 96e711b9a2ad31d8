/// A declaration as its first line shows it.
struct Declaration: Sendable {
    /// `func`, `var`, `struct` and the like.
    let keyword: String
    let name: String
    let modifiers: [String]

    private static let keywords: Set<String> = [
        "let", "var", "func", "struct", "enum", "class", "actor", "protocol", "extension", "typealias", "init",
        "deinit", "subscript", "case", "import", "associatedtype",
    ]
    private static let modifiers: Set<String> = [
        "package", "private", "fileprivate", "internal", "public", "open", "static", "final", "mutating",
        "nonmutating", "consuming", "borrowing", "nonisolated", "indirect", "override", "lazy", "weak", "unowned",
        "convenience", "required", "prefix", "postfix", "unsafe",
    ]

    /// Reads the declaration that begins on a line of code, if one does.
    init?(line: String) {
        var found: [String] = []
        var words = line.split { $0 == " " || $0 == "\t" }[...]
        while let word = words.first {
            let plain = String(word.prefix { isNamePart($0) })
            if word.hasPrefix("@") {
                words.removeFirst()
            } else if Self.keywords.contains(plain) {
                keyword = plain
                let rest = words.dropFirst().first ?? ""
                name = String(rest.prefix { isNamePart($0) || "=<>!~&|+-*/.".contains($0) && plain == "func" })
                modifiers = found
                return
            } else if Self.modifiers.contains(plain) {
                found.append(String(word))
                words.removeFirst()
            } else {
                return nil
            }
        }
        return nil
    }

    var isType: Bool { ["struct", "enum", "class", "actor", "protocol"].contains(keyword) }
    var isProperty: Bool { ["let", "var", "subscript"].contains(keyword) }
}

extension SourceFile {
    /// A declaration, the line it begins on, and the types and extensions around it, outermost first.
    struct Place: Sendable {
        let declaration: Declaration
        let index: Int
        let enclosing: [Enclosure]
        /// How many braces are open where the line begins.
        let depth: Int
    }

    /// A type or an extension that a declaration stands in.
    struct Enclosure: Sendable {
        let declaration: Declaration
        /// The line it begins on, from 0.
        let index: Int
        let isDocumented: Bool
        fileprivate let depth: Int
        /// Whether its opening brace has been passed; a long heading has it on a later line.
        fileprivate var isOpen: Bool
    }

    /// Finds the declarations of a file, given its code and its lines as written.
    static func declarations(code: [String], lines: [String]) -> [Place] {
        var places: [Place] = []
        var enclosing: [Enclosure] = []
        var depth = 0
        for (index, line) in code.enumerated() {
            for number in enclosing.indices where enclosing[number].depth < depth { enclosing[number].isOpen = true }
            enclosing.removeAll { $0.isOpen && $0.depth >= depth }
            let declaration = Declaration(line: line)
            if let declaration {
                places.append(Place(declaration: declaration, index: index, enclosing: enclosing, depth: depth))
            }
            if let declaration, declaration.isType || declaration.keyword == "extension" {
                enclosing.append(
                    Enclosure(
                        declaration: declaration, index: index, isDocumented: isDocumented(index, in: lines),
                        depth: depth, isOpen: line.contains("{")))
            }
            depth += line.count { $0 == "{" } - line.count { $0 == "}" }
        }
        return places
    }

    /// Tells whether a doc comment stands above a line, with attributes allowed in between.
    func isDocumented(_ index: Int) -> Bool { Self.isDocumented(index, in: lines) }

    private static func isDocumented(_ index: Int, in lines: [String]) -> Bool {
        for line in lines[..<index].reversed() {
            let text = line.drop { $0 == " " }
            if text.hasPrefix("@") { continue }
            return text.hasPrefix("///")
        }
        return false
    }
}
