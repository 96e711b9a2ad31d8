/// ChatFlow's `send-text`, the one request that its gateway carries out reliably.
///
/// Always a GET: the gateway has no POST route and answers one with an HTML page. A text beyond 1200 UTF-16 units does
/// not fit its request line, so it makes a lead unsendable instead.
package enum ChatFlow {
    /// Describes the request that sends `text` to a WhatsApp account.
    ///
    /// `jid` is `<digits>@s.whatsapp.net`, or `nil` to leave the recipient for the CRM to fill in.
    package static func sendText(_ text: [UInt8], jid: String?, dedupKey: String) -> ChannelRequest {
        var query: [ChannelRequest.Parameter] = []
        var fill = [ChannelRequest.Blank(name: "instance_id", place: .query, key: "instance_id")]
        if let jid {
            query.append(.init(key: "jid", value: Array(jid.utf8)))
        } else {
            fill.append(ChannelRequest.Blank(name: "jid", place: .query, key: "jid"))
        }
        query.append(.init(key: "msg", value: text))
        return ChannelRequest(
            channel: .chatflow,
            method: "GET",
            url: "https://app.chatflow.kz/api/v1/send-text",
            query: query,
            secrets: [ChannelRequest.Blank(name: "token", place: .query, key: "token")],
            fill: fill,
            successKey: "success",
            dedupKey: dedupKey)
    }
}
