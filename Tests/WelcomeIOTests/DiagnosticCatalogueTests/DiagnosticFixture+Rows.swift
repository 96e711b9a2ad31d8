import Testing
import WelcomeCore
import WelcomeIO

extension DiagnosticFixture {
    /// Rows of leads.
    static let rows: [DiagnosticCode: DiagnosticFixture] = [
        .leadID: .leads(
            "id,theme\n1,base\n,base\n",
            "leads.csv:3 column id: error: an id must have 1 to 512 bytes [lead-id]"),
        .leadTooLong: .leads(
            "id,theme,tenant\n1,base,t\n2,base,\(String(repeating: "t", count: 513))\n",
            "leads.csv:3 column tenant: error: the value is longer than allowed [lead-too-long]"),
        .leadNotText: .leads(
            #"{"id":1,"theme":"base"}"# + "\n" + #"{"id":2,"theme":"base","name":["a"]}"# + "\n",
            "leads.csv:2 column name: error: a text is due here, not a list or an object [lead-not-text]"),
        .leadEncoding: .file(
            "leads.csv", .bytes(Array("id,theme,name\n1,base,a\n2,base,".utf8) + [0xC0, 0xED, 10]),
            "leads.csv:3 column name: error: the value is not UTF-8 [lead-encoding]", fix: "as UTF-8"),
        .leadNUL: .leads(
            #"{"id":1,"theme":"base"}"# + "\n" + #"{"id":2,"theme":"base","city":"a\u0000b"}"# + "\n",
            "leads.csv:2 column city: error: the value contains a NUL byte [lead-nul]"),
        .leadDuplicate: .leads(
            "id,theme\n1,base\n2,base\n1,base\n1,base\n",
            "leads.csv:4 column id: error: tenant, id and slot repeat an earlier row, which is kept (2 rows; also line 5) [lead-duplicate]",
            fix: "slot of its own"),
        .leadForgotten: DiagnosticFixture(
            files: ["leads.csv": "id,theme\n1,base\n2,base\n"],
            afterBuild: { site in
                let findings = site.findings { _ = try Erasure.forget(NamedLead(id: "2"), $0) }
                try #require(findings.isEmpty)
                return nil
            }, buildsFirst: true,
            findings: [
                "leads.csv:3 column id: error: the lead was erased by `welcome forget`, and the source brings it back [lead-forgotten]"
            ], fix: "remove the row"),
        .leadTheme: .leads(
            "id,theme\n1,base\n2,panel\n",
            "leads.csv:3 column theme: error: the theme is missing or unknown [lead-theme]", fix: "welcome.yml"),
        .leadDate: .leads(
            "id,theme,created_at\n1,base,2026-10-01T09:12:00+05:00\n2,base,вчера\n",
            "leads.csv:3 column created_at: error: the value is not a date [lead-date]", fix: "2027-03-31"),
        .leadBoolean: .leads(
            "id,theme,revoked\n1,base,no\n2,base,maybe\n",
            "leads.csv:3 column revoked: error: the value is neither true nor false [lead-boolean]",
            fix: "true or false"),
        .leadList: .leads(
            "id,theme,images\n1,base,\n2,base,\"[1,2]\"\n",
            "leads.csv:3 column images: error: the list is malformed [lead-list]", fix: "JSON array"),
        .leadSlot: .leads(
            "id,theme,slot\n1,base,\n2,base,\(String(repeating: "s", count: 513))\n",
            "leads.csv:3 column slot: error: a slot can have at most 512 bytes [lead-slot]"),
        .leadRequired: DiagnosticFixture(
            files: [
                "themes/base/theme.yml": "title: Base\nfields: {area: {required: true}}\n",
                "leads.csv": "id,theme,area\n1,base,40\n2,base,\n",
            ],
            findings: ["leads.csv:3 column area: error: the theme requires this field [lead-required]"]),
        .leadColumns: .leads(
            "id,theme\n1,base\n2,base,3\n",
            "leads.csv:3: error: the row has another number of fields than the header [lead-columns]",
            fix: "quote"),
        .leadJSON: .leads(
            #"{"id":1,"theme":"base"}"# + "\n" + #"{"id":2,"theme":"base",}"# + "\n",
            "leads.csv:2: error: the line is not a JSON object [lead-json]"),
        .leadLocale: .leads(
            "id,theme,locale\n1,base,ru\n2,base,русский\n",
            "leads.csv:3 column locale: error: the value is not a language [lead-locale]", fix: "kk, ru or en"),
    ]
}
