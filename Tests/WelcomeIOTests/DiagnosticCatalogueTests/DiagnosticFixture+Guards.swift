import WelcomeCore

extension DiagnosticFixture {
    /// Builds that would write to somebody wrongly.
    static let guards: [DiagnosticCode: DiagnosticFixture] = [
        .sourceShrunk: .changed(
            leads(1...25), to: "leads.csv", leads(1...2),
            "leads.csv: error: 23 of 25 leads that the last build met are gone from the source, and their links are still alive [source-shrunk]",
            fix: "--accept-loss"),
        .idsChanged: .changed(
            leads(1...25, zeros: "00"), to: "leads.csv", leads(1...25),
            "leads.csv column id: error: 25 leads have a new id and the recipient of a lead that is gone from the source [ids-changed]",
            fix: "leading zeros"),
        .leadUndated: DiagnosticFixture(
            run: .dryRun,
            diagnostics: [
                "leads.csv:2 column created_at: warning: neither `created_at` nor `expires_on` says when the link is to end [lead-undated]"
            ], fix: "give leads `created_at`"),
        .leadUnsendable: DiagnosticFixture(
            files: ["leads.csv": "id,theme,phone\n1,base,+77011234567\n2,base,\n3,base,5\n4,base,\n"], run: .readiness,
            diagnostics: [
                "leads.csv:3 column phone: warning: unsendable: there is no phone (2 rows; also line 5) [lead-unsendable]",
                "leads.csv:4 column phone: warning: unsendable: the phone has too few digits [lead-unsendable]",
            ], fix: "phone_missing"),
        .noneReady: DiagnosticFixture(
            files: ["leads.csv": "id,theme,phone\n1,base,\n2,base,\n"], run: .readiness,
            diagnostics: [
                "leads.csv:2 column phone: warning: unsendable: there is no phone (2 rows; also line 3) [lead-unsendable]",
                "leads.csv: warning: NOBODY CAN BE WRITTEN TO: all 2 leads are unsendable [none-ready]",
            ], fix: "welcome explain"),
        .sandboxMissing: DiagnosticFixture(
            files: [
                "themes/base/theme.yml": "title: Base\nimages: media/a.jpg\n",
                "themes/base/media/a.jpg": .sample("media/grey.jpg"),
                "bin/vips": .program("#!/bin/sh\necho vips-8.14.1\n"),
                "bin/vipsheader": .program("#!/bin/sh\nexit 3\n"),
                "bin/bwrap": .program("#!/bin/sh\nexit 1\n"),
            ],
            run: .tools(["bin"]),
            diagnostics: [
                "welcome.yml: warning: programs that prepare media run without a sandbox: bubblewrap does not work here [sandbox-missing]",
                "themes/base/theme.yml:2:9: warning: `media/a.jpg`: the file goes out as it came, without its metadata: vipsheader ended with code 3 [media-unprepared]",
            ], fix: "sandbox: required"),
        .pagesExpiring: DiagnosticFixture(
            files: ["leads.csv": leads(1...25)], run: .later(days: 200), afterBuild: { _ in nil }, buildsFirst: true,
            diagnostics: [
                "output: error: all 25 pages would be removed at once, for their last day is before 2027-04-23T12:00:00Z [pages-expiring]"
            ], fix: "--accept-loss"),
        .clockBehind: DiagnosticFixture(
            files: [
                "keys.yml":
                    "keys: [{id: 0, not_before: 2027-01-01, key: AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=}]\n"
            ],
            run: .machineClock,
            diagnostics: [
                "error: it is 2026-10-05T12:00:00Z by the clock, and the first signing key begins on 2027-01-01 [clock-behind]"
            ], fix: "--now"),
        .baseURLChanged: .changed(
            leads(1...1), to: "welcome.yml",
            "base_url: https://new.example.kz\nleads: leads.csv\nlocales: {default: ru, available: [ru]}\n",
            "welcome.yml: error: `base_url` is https://new.example.kz now, and links of tenant `default` under https://w.example.kz are alive until 2027-01-03 [base-url-changed]",
            fix: "list w.example.kz under `aliases`"),
    ]

    private static func leads(_ numbers: ClosedRange<Int>, zeros: String = "") -> SiteFile {
        .text("id,theme,phone\n" + numbers.map { "\(zeros)\($0),base,+770112345\($0 + 10)\n" }.joined())
    }

    /// A site with `leads` in which one file is another at its second build.
    private static func changed(
        _ leads: SiteFile, to path: String, _ file: SiteFile, _ diagnostic: String, fix: String
    ) -> DiagnosticFixture {
        DiagnosticFixture(
            files: ["leads.csv": leads],
            afterBuild: { site in
                try site.put(file, at: path)
                return nil
            },
            buildsFirst: true, diagnostics: [diagnostic], fix: fix)
    }
}
