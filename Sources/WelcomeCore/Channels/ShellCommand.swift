/// A request as a person would try it in a shell: a curl command, with variables for what only the CRM has.
package struct ShellCommand: Sendable {
    /// A part of an argument: text, or a variable of the shell.
    private enum Piece {
        case text([UInt8])
        case variable(String)

        static func text(_ text: String) -> Piece { .text(Array(text.utf8)) }
    }

    private let request: ChannelRequest
    private var form: RequestForm { request.form }

    package init(_ request: ChannelRequest) {
        self.request = request
    }

    /// The command, with the line feed at its end.
    package var text: String {
        switch form.method {
        case "CALL": call
        case "SMTP": mail
        default: curl
        }
    }

    // MARK: HTTP

    private var curl: String {
        var lines = [form.method == "GET" ? "curl --get" : "curl --request \(form.method)"]
        lines[0] += " \(argument(url))"
        for placeholder in form.secrets + form.fill {
            switch placeholder.place {
            case .query:
                lines.append("--data-urlencode \(argument([.text("\(placeholder.key)="), variable(placeholder)]))")
            case .bearer: lines.append("--header \(argument([.text("Authorization: Bearer "), variable(placeholder)]))")
            case .basic: lines.append("--user \(argument([variable(placeholder)]))")
            case .header:
                let start = "\(placeholder.key): \(placeholder.prefix ?? "")"
                lines.append("--header \(argument([.text(start), variable(placeholder)]))")
            case .path, .body: break
            }
        }
        for pair in request.query { lines.append("--data-urlencode \(argument([.text(Self.written(pair))]))") }
        for header in request.headers {
            lines.append("--header \(argument([.text("\(header.key): "), .text(header.value)]))")
        }
        switch request.body {
        case .json(let value): lines.append("--data-raw \(argument(pieces(of: value)))")
        case .form(let pairs):
            for pair in pairs { lines.append("--data-urlencode \(argument([.text(Self.written(pair))]))") }
            for placeholder in form.fill where placeholder.place == .body {
                lines.append("--data-urlencode \(argument([.text("\(placeholder.key)="), variable(placeholder)]))")
            }
        case .message, nil: break
        }
        return lines.joined(separator: " \\\n  ") + "\n"
    }

    private static func written(_ pair: ChannelRequest.Parameter) -> [UInt8] {
        Array("\(pair.key)=".utf8) + pair.value
    }

    /// The address, with variables in place of `{name}`.
    private var url: [Piece] {
        var pieces: [Piece] = []
        for (index, part) in form.url.split(separator: "{", omittingEmptySubsequences: false).enumerated() {
            guard index > 0, let end = part.firstIndex(of: "}") else {
                pieces.append(.text(String(part)))
                continue
            }
            pieces += [.variable(name(String(part[..<end]))), .text(String(part[part.index(after: end)...]))]
        }
        return pieces
    }

    private func pieces(of value: RequestValue) -> [Piece] {
        switch value {
        // A chat's id is a number, and a number has no quotes.
        case .placeholder("chat_id"): [.variable(name("chat_id"))]
        case .placeholder(let placeholder): [.text("\""), .variable(name(placeholder)), .text("\"")]
        case .object(let members):
            [.text("{")]
                + members.enumerated().flatMap { index, member in
                    [.text("\(index > 0 ? "," : "")\"\(member.name)\":")] + pieces(of: member.value)
                } + [.text("}")]
        case .list(let values):
            [.text("[")]
                + values.enumerated().flatMap { index, value in
                    [.text(index > 0 ? "," : "")] + pieces(of: value)
                } + [.text("]")]
        case .text, .number, .truth: [.text(value.json)]
        }
    }

    // MARK: Other modes

    /// A call of a library, as JavaScript has it.
    private var call: String {
        guard case .json(.object(let arguments)) = request.body else { return "" }
        let written = arguments.map { argument in
            if case .placeholder(let placeholder) = argument.value { return "process.env.\(name(placeholder))" }
            return String(decoding: argument.value.json, as: UTF8.self)
        }
        return "await sock.sendMessage(\(written.joined(separator: ", ")))\n"
    }

    /// A message to a mail server, which curl speaks to as well; the CR of each line is curl's to put.
    private var mail: String {
        guard case .message(let bytes) = request.body else { return "" }
        let lines = bytes.filter { $0 != 13 }
        var printing = ""
        for placeholder in form.fill where placeholder.place == .header {
            printing += "printf '\(placeholder.key): %s\\n' \(argument([variable(placeholder)])); "
        }
        let from = header("From", in: lines).map { Piece.text($0) } ?? .variable(name("from"))
        let to = header("To", in: lines).map { Piece.text($0) } ?? .variable(name("email"))
        return """
            { \(printing)printf %s \(argument([.text(lines)])); } |
              curl --ssl-reqd --crlf --url \(argument(url)) --user \(argument([.variable(name("login"))])) \\
              --mail-from \(argument([from])) --mail-rcpt \(argument([to])) --upload-file -

            """
    }

    private func header(_ field: String, in lines: [UInt8]) -> [UInt8]? {
        let start = Array("\(field): ".utf8)
        let line = lines.split(separator: 10, omittingEmptySubsequences: false).prefix { !$0.isEmpty }
            .first { $0.starts(with: start) }
        return line.map { Array($0.dropFirst(start.count)) }
    }

    // MARK: Words of a shell

    private func variable(_ placeholder: RequestForm.Placeholder) -> Piece { .variable(name(placeholder.name)) }

    /// The name of a variable, such as `CHATFLOW_TOKEN`.
    private func name(_ placeholder: String) -> String {
        let name = "\(form.channel.rawValue)_\(placeholder)".uppercased().replacing("-", with: "_")
        // A name that begins with a digit is a parameter of the shell and a text behind it.
        return name.first?.isNumber == true ? "_\(name)" : name
    }

    /// One argument: text in single quotes, in which nothing means anything, and variables in double ones.
    private func argument(_ pieces: [Piece]) -> String {
        var output: [UInt8] = []
        var isQuoted = false
        for piece in pieces {
            switch piece {
            case .text(let text):
                if text.isEmpty { continue }
                if !isQuoted { output.append(UInt8(ascii: "'")) }
                isQuoted = true
                for byte in text {
                    if byte == UInt8(ascii: "'") { output += Array(#"'\''"#.utf8) } else { output.append(byte) }
                }
            case .variable(let name):
                if isQuoted { output.append(UInt8(ascii: "'")) }
                isQuoted = false
                output += Array("\"$\(name)\"".utf8)
            }
        }
        if isQuoted { output.append(UInt8(ascii: "'")) }
        return output.isEmpty ? "''" : String(decoding: output, as: UTF8.self)
    }
}
