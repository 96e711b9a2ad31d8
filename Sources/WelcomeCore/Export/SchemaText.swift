/// Schemas as they are printed: what follows from the lists of channels and columns is put in here, and written nowhere
/// else.
package enum SchemaText {
    /// Returns the schema whose source is `text`, with every line that has a placeholder replaced.
    ///
    /// `"$channels"` and `'$channels'` stand for the names of all channels, `"$columns"` for the columns that are no
    /// fields of a theme, `"$channel-settings"` for what can be set for each channel.
    package static func filled(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [Substring] in
            guard let start = line.firstIndex(of: "$"), start > line.startIndex else { return [line] }
            let quote = line[line.index(before: start)]
            guard let end = line[start...].firstIndex(of: quote) else { return [line] }
            let before = line[..<line.index(before: start)]
            let after = line[line.index(after: end)...]
            let names: [String]
            switch line[start..<end] {
            case "$channels": names = ChannelName.allCases.map(\.rawValue)
            case "$columns": names = LeadColumn.reservedNames
            case "$channel-settings": return settings(indent: String(before)).map { $0[...] }
            default: return [line]
            }
            return wrapped(names.map { "\(quote)\($0)\(quote)" }, before, after).map { $0[...] }
        }.joined(separator: "\n")
    }

    /// A list in lines of at most 120 characters.
    private static func wrapped(_ items: [String], _ before: Substring, _ after: Substring) -> [String] {
        var lines: [String] = []
        var line = String(before)
        for (index, item) in items.enumerated() {
            let part = item + (index < items.count - 1 ? "," : String(after))
            if line.count + 1 + part.count > 120 {
                lines.append(line)
                line = String(before)
            }
            line += line.count > before.count ? " \(part)" : part
        }
        return lines + [line]
    }

    /// What can be set for each channel, as members of an object.
    private static func settings(indent: String) -> [String] {
        Channel.all.enumerated().flatMap { index, channel in
            let sends = channel.variants.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
            let members =
                ["\"send\": { \"enum\": [\(sends), null] }"]
                + channel.settings.map { name in
                    "\"\(name.rawValue)\": \(name.schema(channel.templateForm))"
                }
            return [
                "\"\(channel.name.rawValue)\": {", "  \"type\": \"object\",", "  \"additionalProperties\": false,",
                "  \"properties\": {",
            ].map { indent + $0 }
                + members.enumerated().map { "\(indent)    \($1)" + ($0 < members.count - 1 ? "," : "") }
                + ["  }", index < Channel.all.count - 1 ? "}," : "}"].map { indent + $0 }
        }
    }
}
