import Foundation
import GRDB
import WelcomeCore
import WelcomeIO

extension DiagnosticFixture {
    /// Sources of leads, and the output folder.
    static let sourcesAndOutput: [DiagnosticCode: DiagnosticFixture] = [
        .sourceMissing: .file(
            "leads.csv", .absent, "leads.csv: error: the source of leads does not exist [source-missing]",
            fix: "name it under `leads` in welcome.yml"),
        .sourceEmpty: .leads(
            "id,theme\n", "leads.csv: error: the source of leads is empty [source-empty]"),
        .sourceCut: .leads(
            "id,theme,name\n1,base,a\n2,ba",
            "leads.csv:3: error: the last row is cut off: it has too few fields and no line end [source-cut]",
            fix: "export the leads again"),
        .sourceUnreadable: .leads(
            "[{\"id\":1}]", "leads.csv: error: the source of leads is one JSON array [source-unreadable]",
            fix: "one object a line"),
        .sourceEncoding: .file(
            "leads.csv", .bytes([0xFF, 0xFE, 0x69, 0, 0x64, 0]),
            "leads.csv: error: the file is not UTF-8 [source-encoding]", fix: "CSV UTF-8"),
        .sourceColumns: .leads(
            "idd,theme\n1,base\n",
            "leads.csv:1: error: there is no column `id` among `idd`, `theme` [source-columns]",
            fix: "call the column `idd` `id`"),
        .sourceLog: DiagnosticFixture(
            files: ["leads.csv": .absent],
            afterBuild: { site in
                let sql =
                    "PRAGMA journal_mode = WAL; CREATE TABLE leads(id, theme); INSERT INTO leads VALUES('1', 'base')"
                let queue = try DatabaseQueue(path: "\(site.folder)/leads.csv")
                try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
                try queue.close()
                return nil
            },
            diagnostics: [
                "leads.csv: warning: the database is in WAL mode and has no file -wal beside it: a copy without that lacks the newest rows [source-log]"
            ], fix: "nothing is to be done"),
        .sourceQuery: .setting(
            "leads_query: SELECT 1 AS id",
            "leads.csv: error: `leads_query` needs a SQLite database, and this file is none [source-query]",
            fix: "remove `leads_query`"),
        .columnUnused: .leads(
            "id,theme,nmae\n1,base,a\n",
            "leads.csv column nmae: warning: no theme uses this column [column-unused]", fix: "did you mean `name`?"),
        .leadNotFound: DiagnosticFixture(
            run: .leads(["1", "7"]),
            diagnostics: [
                "leads.csv column id: error: 1 of the leads asked for are not in the source, or their row cannot be used [lead-not-found]"
            ]),
        .leadAmbiguous: DiagnosticFixture(
            files: ["leads.csv": "id,tenant,theme\n1,a,base\n1,b,base\n"], run: .revoke("1"),
            afterBuild: { _ in nil }, buildsFirst: true,
            diagnostics: ["output/ledger.db: error: several tenants have a lead of this id [lead-ambiguous]"],
            fix: "--tenant"),
        .outputForeign: .file(
            "output/photos.zip", "PK",
            "output: error: the folder holds files that are not a site's output [output-foreign]",
            fix: "new or empty folder"),
        .outputLedger: DiagnosticFixture(
            afterBuild: { site in
                try site.put(.absent, at: "output/ledger.db")
                return nil
            },
            buildsFirst: true,
            diagnostics: [
                "output/ledger.db: error: the folder holds a published site whose ledger.db is missing [output-ledger]"
            ],
            fix: "restore ledger.db from a backup"),
        .outputRecovered: DiagnosticFixture(
            run: .recovery,
            afterBuild: { site in
                try site.put(.absent, at: "output/ledger.db")
                return nil
            },
            buildsFirst: true,
            diagnostics: [
                "output/ledger.db: warning: the ledger was made anew from the manifest [output-recovered]"
            ], fix: "keep ledger.db and manifest.json together"),
        .ledgerBehind: DiagnosticFixture(
            afterBuild: { site in
                let older = try Data(contentsOf: URL(fileURLWithPath: "\(site.folder)/output/ledger.db"))
                _ = site.diagnostics { _ = try Revocation.revoke(NamedLead(id: "1"), $0) }
                try site.put(.bytes(Array(older)), at: "output/ledger.db")
                return nil
            },
            buildsFirst: true,
            diagnostics: [
                "output/ledger.db: error: the ledger is older than the manifest.json beside it [ledger-behind]"
            ], fix: "--recover-ledger"),
        .ledgerMissing: .setting(
            "site_id: shop-1",
            "output/ledger.db: error: there is no ledger of the site that `site_id` in welcome.yml names [ledger-missing]",
            fix: "--first-build"),
        .outputUnknownPages: DiagnosticFixture(
            run: .recovery,
            afterBuild: { site in
                try site.put(.absent, at: "output/ledger.db")
                try site.put("<p>Hello", at: "output/site/p/3h/3h1616s4pe1nj96z0mam.html")
                return nil
            },
            buildsFirst: true,
            diagnostics: [
                "output/ledger.db: warning: the ledger was made anew from the manifest [output-recovered]",
                "output/site/p: warning: 1 page belongs to no link that could be recovered [output-unknown-pages]",
            ], fix: "remove those"),
        .outputCopied: DiagnosticFixture(
            afterBuild: { site in
                try FileManager.default.copyItem(atPath: "\(site.folder)/output", toPath: "\(site.folder)/copy")
                try site.put(.text((site.text("welcome.yml") ?? "") + "output: copy\n"), at: "welcome.yml")
                return nil
            },
            buildsFirst: true,
            diagnostics: [
                "copy: error: the folder is a copy of `output`, and two folders must not issue links for the same leads [output-copied]"
            ], fix: "remove the original"),
        .outputBusy: DiagnosticFixture(
            afterBuild: { site in try BuildLock(path: "\(site.folder)/output/.lock") },
            buildsFirst: true,
            diagnostics: ["output: error: another build is writing this folder [output-busy]"], fix: "wait"),
        .outputIO: .file(
            "output", "a file", "output: error: cannot list output: Not a directory [output-io]"),
        .outputExposed: DiagnosticFixture(
            run: .outputCheck,
            afterBuild: { site in
                try site.put("-", at: "output/site/a/3h1616s4pe1nj96z0mam.html")
                return nil
            },
            buildsFirst: true,
            diagnostics: [
                "output/site/a/3h16….html: error: a file that no build makes lies in the folder that is served [output-exposed]"
            ], fix: "move it away"),
        .outputMode: DiagnosticFixture(
            run: .outputCheck,
            afterBuild: { site in
                try FileManager.default.setAttributes(
                    [.posixPermissions: 0o644], ofItemAtPath: "\(site.folder)/output/manifest.json")
                return nil
            },
            buildsFirst: true,
            diagnostics: [
                "output/manifest.json: error: others than its owner and group may open or change this [output-mode]"
            ], fix: "chmod 640 "),
        .linkMismatch: DiagnosticFixture(
            afterBuild: { site in
                try site.put(.text(TemporarySite.keys("//79/Pv6+fj39vX08/Lx8O/u7ezr6uno5+bl5OPi4eA=")), at: "keys.yml")
                return nil
            },
            buildsFirst: true,
            diagnostics: [
                "output/ledger.db: error: the signing keys do not give the links that the ledger remembers as issued [link-mismatch]"
            ], fix: "key file"),
        .linkCollision: DiagnosticFixture(
            files: [
                "leads.csv": .text(
                    "id,theme,phone\n" + (1...40).map { "\($0),base,+77011234567\n" }.joined())
            ],
            run: .cutSignatures,
            diagnostics: [
                "output/ledger.db: warning: 7 new links had the signature of another lead's, and got the next serial number [link-collision]"
            ], fix: "nothing is to be done"),
        .linkRevoked: DiagnosticFixture(
            files: ["leads.csv": "id,theme,revoked\n1,base,true\n"], run: .undo("1"), afterBuild: { _ in nil },
            buildsFirst: true,
            diagnostics: [
                "leads.csv column revoked: error: the row of the lead says that it is revoked [link-revoked]"
            ],
            fix: "revoke --undo"),
    ]
}
