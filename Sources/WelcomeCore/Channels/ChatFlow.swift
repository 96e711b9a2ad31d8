/// ChatFlow's `send-text`, the one request that its gateway carries out reliably.
///
/// Always a GET: the gateway has no POST route and answers one with an HTML page. A text beyond 1200 UTF-16 units does
/// not fit its request line, so it makes a lead unsendable instead.
package enum ChatFlow {
    /// Describes the request that sends `text` to a WhatsApp account.
    ///
    /// `jid` is `<digits>@s.whatsapp.net`, or `nil` to leave the recipient for the CRM to fill in.
    package static func sendText(_ text: [UInt8], jid: String?, dedupKey: String) -> ChannelRequest {
        var query = [ChannelRequest.Parameter(key: "msg", value: text)]
        if let jid { query.insert(ChannelRequest.Parameter(key: "jid", value: Array(jid.utf8)), at: 0) }
        return ChannelRequest(
            channel: .chatflow,
            method: "GET",
            url: "https://app.chatflow.kz/api/v1/send-text",
            query: query,
            secrets: token,
            fill: jid == nil ? instanceAndRecipient : instance,
            successKey: "success",
            dedupKey: dedupKey)
    }

    private static let token = ChannelRequest.Blanks([.init(name: "token", place: .query, key: "token")])
    private static let instanceID = ChannelRequest.Blank(name: "instance_id", place: .query, key: "instance_id")
    private static let instance = ChannelRequest.Blanks([instanceID])
    private static let instanceAndRecipient = ChannelRequest.Blanks([
        instanceID, .init(name: "jid", place: .query, key: "jid"),
    ])
}
