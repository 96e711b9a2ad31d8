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
            "leads.csv:2 column name: error: a text is expected here, not a list or an object [lead-not-text]"),
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
                let diagnostics = site.diagnostics { _ = try Erasure.forget(NamedLead(id: "2"), $0) }
                try #require(diagnostics.isEmpty)
                return nil
            }, buildsFirst: true,
            diagnostics: [
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
            diagnostics: ["leads.csv:3 column area: error: the theme requires this field [lead-required]"]),
        .leadColumns: .leads(
            "id,theme\n1,base\n2,base,3\n",
            "leads.csv:3: error: the row has another number of fields than the header [lead-columns]",
            fix: "quote"),
        .leadJSON: .leads(
            #"{"id":1,"theme":"base"}"# + "\n" + #"{"id":2,"theme":'base'}"# + "\n",
            "leads.csv:2: error: the line is not a JSON object [lead-json]"),
        .leadComma: .leads(
            #"{"id":1,"theme":"base"}"# + "\n" + #"{"id":2,"theme":"base",}"# + "\n",
            "leads.csv:2: error: a comma stands before the closing bracket [lead-comma]", fix: "remove the comma"),
        .leadKeyTwice: .leads(
            #"{"id":1,"theme":"base"}"# + "\n" + #"{"id":2,"theme":"base","id":3}"# + "\n",
            "leads.csv:2: error: two keys of the object are the same, or mean the same column [lead-key-twice]",
            fix: "remove or rename"),
        .leadSurrogate: .leads(
            #"{"id":1,"theme":"base"}"# + "\n" + #"{"id":2,"theme":"base","name":"\ud83d"}"# + "\n",
            #"leads.csv:2: error: an escape such as \ud83d is half of a character [lead-surrogate]"#,
            fix: "both halves"),
        .leadNumber: .leads(
            #"{"id":1,"theme":"base"}"# + "\n" + #"{"id":2.5,"theme":"base"}"# + "\n",
            "leads.csv:2 column id: error: the number is no whole number, and the column takes text [lead-number]",
            fix: "as text"),
        .leadLineBreak: .leads(
            "id,theme,name,phone\n1,base,\"A,+77010000001\n2,base,B 24\",+77010000024\n3,base,C,\n",
            "leads.csv:2 column name: error: quotes join several lines to one row (2 rows: lines 2–3) [lead-line-break]",
            fix: "close the quotes"),
        .leadName: .leads(
            "id,theme,name\n1,base,NULL\n2,base,Айгүл\n",
            "leads.csv:2 column name: warning: the value is no name; the page goes without it [lead-name]",
            fix: "leave the value empty"),
        .leadDateNone: .leads(
            "id,theme,created_at\n1,base,01.01.0001 0:00:00\n",
            "leads.csv:2 column created_at: warning: the value stands for no date, as year 1 or 1970 does; the lead has none [lead-date-none]",
            fix: "leave the value empty"),
        .leadDateFar: .leads(
            "id,theme,expires_on\n1,base,9999-12-31\n",
            "leads.csv:2 column expires_on: warning: a link cannot end after 2059-09-17, and will end on that day [lead-date-far]",
            fix: "2059-09-18"),
        .leadLocale: .leads(
            "id,theme,locale\n1,base,ru\n2,base,русский\n",
            "leads.csv:3 column locale: error: the value is not a language [lead-locale]", fix: "kk, ru or en"),
    ]
}
