import WelcomeCore

/// The data of channels for programs: what stands in no manifest because it is the same for every lead.
enum ChannelJSON {
    static func render(_ channel: Channel) -> String {
        var json = JSONWriter()
        write(channel, to: &json)
        json.endLine()
        return String(decoding: json.bytes, as: UTF8.self)
    }

    static func render(_ channels: [Channel]) -> String {
        var json = JSONWriter()
        json.object { json in
            json.key("channels")
            json.array { json in for channel in channels { write(channel, to: &json) } }
        }
        json.endLine()
        return String(decoding: json.bytes, as: UTF8.self)
    }

    private static func write(_ channel: Channel, to json: inout JSONWriter) {
        json.object { json in
            json.member("name", channel.name.rawValue)
            json.member("title", channel.title)
            json.member("summary", channel.summary)
            json.member("recipient", channel.addressing.rawValue)
            json.texts("media", channel.nativeMedia.map(\.rawValue))
            json.texts("settings", ["send"] + channel.settings.map(\.rawValue))
            json.key("ways")
            json.array { json in for mode in channel.modes { write(mode, of: channel, to: &json) } }
            json.key("failures")
            json.array { json in for failure in channel.failures { failure.write(to: &json) } }
            json.texts("remarks", channel.remarks)
        }
    }

    private static func write(_ mode: Channel.DeliveryMode, of channel: Channel, to json: inout JSONWriter) {
        json.object { json in
            json.member("send", mode.variant.rawValue)
            json.member("summary", mode.summary)
            json.texts("required", ChannelSettings.required(mode.variant, channel.name).map(\.rawValue))
            json.key("requests")
            json.array { json in for form in mode.forms { form.write(to: &json) } }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func texts(_ name: String, _ values: [String]) {
        key(name)
        array { json in for value in values { json.string(value) } }
    }
}
