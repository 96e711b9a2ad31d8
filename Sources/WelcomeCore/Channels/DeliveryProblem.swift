/// Why a page is not to be sent, or what it goes without.
package struct DeliveryProblem: Sendable, Hashable {
    package var code: ProblemCode
    /// The column of the source that it comes from, where there is one.
    package var column: String?
    /// The lead of the same tenant that it is about, where there is one.
    package var lead: LeadText?

    package init(_ code: ProblemCode, column: String? = nil, lead: LeadText? = nil) {
        self.code = code
        self.column = column
        self.lead = lead
    }

    /// What a page goes without.
    package init(_ problem: PageProblem) {
        self.init(ProblemCode(media: problem.code), column: problem.column)
    }

    /// What a person who builds is told of it: what a channel leaves to the page, for the column that it comes from.
    package var pageProblem: PageProblem? {
        guard [.mediumFormat, .mediumSize, .caption].contains(code) else { return nil }
        return column.map { PageProblem(code: .channelMedia, column: $0) }
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("code", code.rawValue)
            json.member("column", column)
            if let lead {
                json.key(Self.leadKey)
                json.string(lead.bytes)
            }
        }
    }

    private static let leadKey = Array(#""lead":"#.utf8)
}
