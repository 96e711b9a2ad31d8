import WelcomeCore

extension KeyInventory {
    /// The keys as a table for a person; no secret is in it.
    var table: String {
        let head = ["key", "not before", "leads created", "links", "live", "last day", "may be destroyed"]
        let rows =
            [head]
            + keys.map { key in
                [
                    "\(key.id)", key.notBefore?.iso ?? "-", key.notBefore == nil ? "-" : key.signs.words,
                    "\(key.use.links)",
                    "\(key.use.live)", key.use.endless > 0 ? "none" : key.use.lastDay?.iso ?? "-", key.destruction,
                ]
            }
        let widths = head.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, zip(widths, head)).map { cell, column in
                let padding = String(repeating: " ", count: column.0 - cell.count)
                return ["key", "links", "live"].contains(column.1) ? padding + cell : cell + padding
            }
            return trimmed(cells.joined(separator: "  ")) + "\n"
        }.joined()
    }

    /// The keys as one JSON object; no secret is in it.
    var json: String {
        var json = JSONWriter()
        json.object { json in
            json.key("keys")
            json.array { json in
                for key in keys { key.write(to: &json) }
            }
        }
        json.endLine()
        return String(decoding: json.bytes, as: UTF8.self)
    }

    private func trimmed(_ line: String) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }
}

extension KeyInventory.Key {
    /// When the key may be destroyed, in words.
    fileprivate var destruction: String {
        switch disposition {
        case .signing: "no, in use"
        case .waiting: "no, not yet in use"
        case .removable(let day): use.live == 0 ? "now" : "from \(day.iso)"
        case .neverRemovable: "never: \(use.endless) links without an end"
        case .missing: "missing: restore it"
        case .destroyed: "destroyed"
        }
    }

    /// The name of the key's state for programs, and the day from which it may be destroyed.
    private var state: (name: String, removableFrom: String?) {
        switch disposition {
        case .signing: ("in_use", nil)
        case .waiting: ("not_yet_in_use", nil)
        case .removable(let day): ("replaced", day.iso)
        case .neverRemovable: ("replaced", nil)
        case .missing: ("missing", nil)
        case .destroyed: ("destroyed", nil)
        }
    }

    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", Int(id))
            json.member("state", state.name)
            json.member("not_before", notBefore?.iso)
            json.key("signs_leads_of")
            if let signs {
                json.object { json in
                    json.member("from", signs.from?.iso)
                    json.member("through", signs.through?.iso)
                }
            } else {
                json.null()
            }
            json.key("signs_today")
            json.boolean(disposition == .signing)
            json.member("links", use.links)
            json.member("live_links", use.live)
            json.member("endless_links", use.endless)
            json.member("last_day", use.lastDay?.iso)
            json.member("removable_from", state.removableFrom)
        }
    }
}

extension KeyInventory.SigningDays? {
    /// The days in words, as they follow "leads created".
    var words: String {
        guard let days = self else { return "never" }
        return switch (days.from?.iso, days.through?.iso) {
        case (nil, nil): "on any day"
        case (let from?, nil): "since \(from)"
        case (nil, let through?): "until \(through)"
        case (let from?, let through?): from == through ? "on \(from)" : "\(from) to \(through)"
        }
    }
}
