import WelcomeCore

/// The data of channels as a person reads them.
enum ChannelText {
    /// All channels, a line each.
    static func table(_ channels: [Channel]) -> String {
        var rows = [["channel", "in the chat", "writes to", "needs", "the CRM puts in"]]
        for channel in channels {
            let forms = channel.modes.flatMap(\.forms)
            let media = ["text"] + channel.nativeMedia.map(\.rawValue)
            rows.append([
                channel.name.rawValue, media.joined(separator: ", "), words(channel.addressing),
                unique(forms.flatMap(\.needs).map(\.rawValue)).joined(separator: ", "),
                unique(forms.flatMap { $0.secrets + $0.fill }.map(\.name)).joined(separator: ", "),
            ])
        }
        return aligned(rows)
    }

    /// Everything about one channel.
    static func document(_ channel: Channel) -> String {
        var text = "\(channel.name.rawValue): \(channel.title)\n\n\(channel.summary)\n"
        text += "Writes to \(words(channel.addressing)).\n"
        let names = channel.settings.map(\.rawValue)
        if channel.variants.count > 1 || !names.isEmpty {
            text += "\nSettings, under `channels: {\(channel.name.rawValue): {…}}` of a tenant: "
            text += (["send"] + names).joined(separator: ", ") + "\n"
        }
        for mode in channel.modes { text += "\n" + describe(mode, of: channel) }
        text += "\nAnswers that are no success:\n"
        text += aligned(channel.failures.map { ["  " + $0.match.words, $0.kind.rawValue, $0.meaning] })
        if !channel.remarks.isEmpty { text += "\n" + channel.remarks.map { "- \($0)\n" }.joined() }
        return text
    }

    private static func describe(_ mode: Channel.DeliveryMode, of channel: Channel) -> String {
        let required = ChannelSettings.required(mode.variant, channel.name).map(\.rawValue)
        var text = "send: \(mode.variant.rawValue)" + (mode.variant == channel.variants.first ? " (default)" : "")
        text += required.isEmpty ? "\n" : ", with \(required.joined(separator: " and "))\n"
        text += "  \(mode.summary)\n"
        for form in mode.forms {
            text += "  \(form.variant): \(form.method) \(form.url)\n"
            for (name, placeholders) in [("secret", form.secrets), ("fill", form.fill)] {
                for placeholder in placeholders {
                    text += "    \(name): \(placeholder.name), \(place(of: placeholder))\n"
                }
            }
            if !form.needs.isEmpty { text += "    needs: \(form.needs.map(\.words).joined(separator: "; "))\n" }
            for limit in form.limits {
                text += "    limit: \(limit.subject), \(limit.maximum) \(limit.unit.words)\n"
            }
            text += "    success: \(form.success?.words ?? "as the gateway says")\n"
            text += "    when unsure: \(form.retry == .never ? "never again" : "again, with the same id")\n"
        }
        return text
    }

    private static func place(of placeholder: RequestForm.Placeholder) -> String {
        let source = placeholder.origin.map { ", from the start of \(String(decoding: $0, as: UTF8.self))" } ?? ""
        switch placeholder.place {
        case .query: return "in the query as \(placeholder.key)\(source)"
        case .bearer: return "as Authorization: Bearer\(source)"
        case .basic: return "as \(placeholder.key) of the kind Basic\(source)"
        case .header:
            return "in the header \(placeholder.key)\(placeholder.prefix.map { " behind `\($0)`" } ?? "")\(source)"
        case .path: return "in the address as {\(placeholder.name)}\(source)"
        case .body: return "in the body as \(placeholder.key)\(source)"
        }
    }

    private static func words(_ addressing: Channel.Addressing) -> String {
        switch addressing {
        case .phone: "phone"
        case .telegramChat: "channel_address: a chat's id"
        case .email: "channel_address: an e-mail address"
        }
    }

    private static func unique(_ names: [String]) -> [String] {
        names.enumerated().filter { names.firstIndex(of: $1) == $0 }.map(\.element)
    }

    /// Rows in columns as wide as their longest words.
    private static func aligned(_ rows: [[String]]) -> String {
        let count = rows.first?.count ?? 0
        let widths = (0..<count).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                column == count - 1 ? cell : cell + String(repeating: " ", count: widths[column] - cell.count + 2)
            }
            return cells.joined() + "\n"
        }.joined()
    }
}

extension RequestForm.Need {
    fileprivate var words: String {
        switch self {
        case .optIn: "the lead wrote first or agreed"
        case .window24h: "the lead wrote within 24 hours"
        case .template: "an approved template"
        case .chatID: "the lead has started the bot"
        case .sender: "a sender's name that the operators know"
        }
    }
}

extension RequestForm.Limit.Unit {
    fileprivate var words: String {
        switch self {
        case .utf16: "UTF-16 units"
        case .bytes: "bytes"
        case .smsParts: "parts"
        }
    }
}

extension RequestForm.Success {
    fileprivate var words: String {
        var words: [String] = []
        if !status.isEmpty { words.append("status \(status.map(String.init).joined(separator: ", "))") }
        if let path {
            switch value {
            case .isTrue: words.append("\(path) is true")
            case .text(let text): words.append("\(path) is \(text)")
            case .present: words.append("there is \(path)")
            }
        }
        return words.joined(separator: " and ")
    }
}

extension Channel.Failure.Match {
    fileprivate var words: String {
        switch self {
        case .status(let codes): "status \(codes.map(String.init).joined(separator: ", "))"
        case .text(let path, let text): "\(path): \(text)"
        case .isFalse(let path): "\(path): false"
        case .present(let path): "there is \(path)"
        case .begins(let path, let text): "\(path): \(text)…"
        case .numbers(let path, let numbers): "\(path) \(numbers.map(String.init).joined(separator: ", "))"
        case .html: "a page of HTML"
        case .silence: "no answer, or part of one"
        }
    }
}
