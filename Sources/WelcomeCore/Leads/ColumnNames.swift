/// The columns of one source by the names that they have there: those that certainly mean a column of ours have its name.
package struct ColumnNames: Sendable, Equatable {
    /// Two names that mean one column.
    package struct Conflict: Error, Sendable, Hashable {
        package var column: LeadColumn
        /// Where the two stand among the names.
        package var first: Int
        package var second: Int
    }

    /// The names in their order, with our column's name where one means it.
    package private(set) var resolved: [[UInt8]]
    /// The first two names that mean the same column.
    package private(set) var conflict: Conflict?

    /// Finds out what `names` mean.
    ///
    /// - Parameters:
    ///   - names: the names of a header, an object or a table; none stands there twice.
    ///   - fields: the fields that themes declare, which keep their names.
    ///   - exactNamesWin: whether a column of our own name makes others that mean the same plain fields, as in what
    ///     programs write for us; where people name columns, two for one are a conflict.
    package init(_ names: [[UInt8]], fields: Set<[UInt8]> = [], exactNamesWin: Bool = false) {
        resolved = names
        var owners: [LeadColumn: Int] = [:]
        for (index, name) in names.enumerated() {
            if let column = LeadColumn(name) { owners[column] = index }
        }
        let exact = owners
        for (index, name) in names.enumerated() where LeadColumn(name) == nil && !fields.contains(name) {
            guard let column = Self.column(meantBy: name) else { continue }
            if exactNamesWin, exact[column] != nil { continue }
            if let owner = owners[column] {
                let conflict = Conflict(column: column, first: min(owner, index), second: max(owner, index))
                self.conflict = self.conflict ?? conflict
            } else {
                owners[column] = index
                resolved[index] = Array(column.columnName.utf8)
            }
        }
    }

    /// The column that `name` certainly means; case, white space and what cannot be seen do not count.
    package static func column(meantBy name: [UInt8]) -> LeadColumn? {
        guard name.count <= 200 else { return nil }
        return ColumnAliases.columns[folded(String(decoding: name, as: UTF8.self))]
    }

    /// The name among our columns and `others` that `name` is most like.
    package static func nearest(to name: String, among others: some Sequence<String> = []) -> String? {
        let known = ColumnAliases.columns.keys + others.map(\.self)
        return nearestName(to: folded(name), among: known).map { ColumnAliases.columns[$0]?.columnName ?? $0 }
    }

    /// A name without what does not distinguish names: case, marks of punctuation, the width and number of spaces.
    static func folded(_ name: String) -> String {
        var folded = ""
        let shown = DisplayText.clean(Array(name.utf8), as: .line)?.string ?? ""
        for scalar in shown.lowercased().unicodeScalars {
            if scalar.properties.isWhitespace || scalar == "_" || scalar == "-" || scalar == "\u{2013}" {
                if !folded.isEmpty, folded.last != "_" { folded.append("_") }
            } else if scalar.isRemoved || scalar.isJoiner || ".,:*'\"«»".unicodeScalars.contains(scalar) {
                continue
            } else {
                folded.unicodeScalars.append(scalar == "ё" ? "е" : scalar)
            }
        }
        return folded.last == "_" ? String(folded.dropLast()) : folded
    }
}
