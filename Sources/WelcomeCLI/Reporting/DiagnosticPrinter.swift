import ArgumentParser
import WelcomeCore

/// The forms in which diagnostics can be shown.
enum DiagnosticFormat: String, CaseIterable, ExpressibleByArgument {
    case text
    case json
    case github
}

/// Turns diagnostics into text for a person, a program or a workflow.
///
/// Equal diagnostics (same severity, code and summary) are shown once, with their number and up to three places. Whatever
/// a diagnostic says is shown by `TerminalText`; the only control characters are our own.
struct DiagnosticPrinter {
    let format: DiagnosticFormat
    let usesColour: Bool

    func render(_ diagnostics: [Diagnostic]) -> String {
        grouped(diagnostics).map { group in
            switch format {
            case .text: text(group)
            case .json: group.map(json).joined()
            case .github: group.map(annotation).joined()
            }
        }.joined()
    }

    private func grouped(_ diagnostics: [Diagnostic]) -> [[Diagnostic]] {
        var groups: [[Diagnostic]] = []
        var index: [Diagnostic: Int] = [:]
        for diagnostic in diagnostics {
            var key = diagnostic
            key.location = nil
            key.excerpt = nil
            key.tenant = nil
            if let known = index[key] {
                groups[known].append(diagnostic)
            } else {
                index[key] = groups.count
                groups.append([diagnostic])
            }
        }
        return groups
    }

    // MARK: Text

    private func text(_ group: [Diagnostic]) -> String {
        guard let first = group.first else { return "" }
        var lines = [headline(first)]
        lines += excerpt(first)
        for other in group.dropFirst().prefix(2) { lines.append("  also at \(place(other.location))") }
        if group.count > 3 { lines.append("  and at \(group.count - 3) more places (\(group.count) in all)") }
        if let fix = first.fix { lines.append("  fix: \(TerminalText.value(fix))") }
        return lines.joined(separator: "\n") + "\n"
    }

    private func headline(_ diagnostic: Diagnostic) -> String {
        let place = place(diagnostic.location)
        let severity = painted(diagnostic.severity.rawValue, diagnostic.severity == .error ? 31 : 33)
        let summary = TerminalText.value(diagnostic.summary)
        return "\(place.isEmpty ? "" : "\(place): ")\(severity): \(summary) [\(diagnostic.code.rawValue)]"
    }

    private func place(_ location: SourceLocation?) -> String {
        guard let location else { return "" }
        var text = location.file
        if let line = location.line { text += ":\(line)" }
        if let column = location.column, location.line != nil { text += ":\(column)" }
        if let row = location.row { text += " row \(row)" }
        if let field = location.field { text += " column \(field)" }
        return TerminalText.value(text)
    }

    private func excerpt(_ diagnostic: Diagnostic) -> [String] {
        guard let excerpt = diagnostic.excerpt, let location = diagnostic.location, let line = location.line else {
            return []
        }
        let number = "\(line)"
        // What is written longer in the line moves the caret as far.
        let start = String(String.UnicodeScalarView(excerpt.unicodeScalars.prefix(max((location.column ?? 1) - 1, 0))))
        let before = String(repeating: " ", count: TerminalText.excerpt(start).unicodeScalars.count)
        let blank = String(repeating: " ", count: number.count)
        return ["  \(number) | \(TerminalText.excerpt(excerpt))", "  \(blank) | \(before)\(painted("^", 32))"]
    }

    private func painted(_ text: String, _ colour: Int) -> String {
        usesColour ? "\u{1B}[\(colour)m\(text)\u{1B}[0m" : text
    }

    // MARK: For programs

    private func json(_ diagnostic: Diagnostic) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("severity", diagnostic.severity.rawValue)
            json.member("code", diagnostic.code.rawValue)
            json.member("file", diagnostic.location?.file)
            json.member("line", diagnostic.location?.line)
            json.member("column", diagnostic.location?.column)
            json.member("row", diagnostic.location?.row.map { Int($0) })
            json.member("field", diagnostic.location?.field)
            json.member("summary", diagnostic.summary)
            json.member("excerpt", diagnostic.excerpt)
            json.member("fix", diagnostic.fix)
            if let tenant = diagnostic.tenant { json.member("tenant", tenant) }
        }
        json.endLine()
        return TerminalText.json(String(decoding: json.bytes, as: UTF8.self))
    }

    /// A workflow command, with the escapes that GitHub's runner asks for.
    private func annotation(_ diagnostic: Diagnostic) -> String {
        var properties: [String] = []
        if let location = diagnostic.location {
            properties.append("file=\(escaped(location.file, isProperty: true))")
            if let line = location.line { properties.append("line=\(line)") }
            if let column = location.column { properties.append("col=\(column)") }
        }
        properties.append("title=\(escaped(diagnostic.code.rawValue, isProperty: true))")
        let table = diagnostic.location.flatMap { location in
            location.field.map { " (\(location.row.map { "row \($0), " } ?? "")column \($0))" }
        }
        let fix = diagnostic.fix.map { "\nfix: \($0)" } ?? ""
        let message = escaped(diagnostic.summary + (table ?? "") + fix, isProperty: false)
        return "::\(diagnostic.severity.rawValue) \(properties.joined(separator: ","))::\(message)\n"
    }

    private func escaped(_ text: String, isProperty: Bool) -> String {
        var result = ""
        // Line ends have an escape of the runner's own; whatever else is active is shown as it is everywhere.
        for scalar in text.unicodeScalars {
            switch scalar {
            case "%": result += "%25"
            case "\r": result += "%0D"
            case "\n": result += "%0A"
            case ":" where isProperty: result += "%3A"
            case "," where isProperty: result += "%2C"
            default: result += TerminalText.value(String(scalar))
            }
        }
        return result
    }
}

extension JSONWriter {
    mutating func member(_ name: String, _ value: Int?) {
        key(name)
        if let value { number(value) } else { null() }
    }
}
