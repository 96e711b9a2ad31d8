/// Why a page is not to be sent, or what it goes without.
package struct DeliveryProblem: Sendable, Hashable {
    /// A stable name, such as `phone_missing` or `media_missing`.
    package var code: String
    /// The column of the source that it comes from, where there is one.
    package var column: String?
    /// The lead of the same tenant that it is about, where there is one.
    package var lead: LeadText?

    package init(code: String, column: String? = nil, lead: LeadText? = nil) {
        self.code = code
        self.column = column
        self.lead = lead
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("code", code)
            json.member("column", column)
            if let lead {
                json.key(Self.leadKey)
                json.string(lead.bytes)
            }
        }
    }

    private static let leadKey = Array(#""lead":"#.utf8)
}
