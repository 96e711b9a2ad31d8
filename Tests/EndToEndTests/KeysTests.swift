import Foundation
import Glibc
import Testing
import WelcomeTestSupport

/// Keys come and go, and every link that was sent stays what it is.
@Suite struct KeysTests {
    private func keys(_ site: SiteFolder, _ arguments: String..., now: String = SiteFolder.now) throws -> ProgramRun {
        try WelcomeBinary.run(["keys"] + arguments + ["--site", site.path, "--now", now])
    }

    /// The key of each link, by lead: the 17th digit of a code.
    private func signers(_ site: SiteFolder) throws -> [String: String] {
        try site.published().lines.reduce(into: [:]) { $0[$1.lead] = String($1.code.dropFirst(16).prefix(1)) }
    }

    @Test func newKeySignsLeadsFromItsDayOnAndLeavesEveryLinkAlone() throws {
        let site = try SiteFolder.builtShop()
        let sent = try site.published()
        let before = try site.text("keys.yml")

        // Half past midnight in Almaty, the day before in UTC.
        let run = try keys(site, "new", now: "2026-11-24T00:30:00+05:00")
        #expect(run.status == 0, "\(run.stderr)")
        #expect(run.stdout == "")
        #expect(
            run.stderr == """
                Key 1 is in \(site.path)/keys.yml. It signs new links of leads created since 2026-11-24.
                Back the file up now, in a safe place and never in git: links cannot be made again without it.

                """)
        #expect(try site.text("keys.yml").hasPrefix(before + "  - id: 1\n    not_before: 2026-11-24\n    key: "))
        #expect(try site.snapshot().files["keys.yml"]?.mode == 0o600)

        let pages = try site.snapshot(of: "output/site")
        #expect(try site.build(now: "2026-11-24T09:00:00+05:00").status == 0)
        #expect(try site.snapshot(of: "output/site").differences(from: pages) == [])

        var leads = SiteFolder.twoLeads
        leads.append(["id": "b1", "created_at": "2026-11-23T23:59:59+05:00"])
        leads.append(["id": "b2", "created_at": "2026-11-24T00:00:00+05:00"])
        leads.append(["id": "b3", "created_at": "2019-01-01T00:00:00+05:00", "expires_on": "2027-05-01"])
        try site.writeLeads(leads)
        #expect(try site.build(now: "2026-11-24T10:00:00+05:00").status == 0)
        let second = try site.published()

        #expect(try keys(site, "new", "--not-before", "2026-12-01", "--quiet").stderr == "")
        leads.append(["id": "c1", "created_at": "2026-11-30T12:00:00+05:00"])
        leads.append(["id": "c2", "created_at": "2026-12-01T12:00:00+05:00"])
        try site.writeLeads(leads)
        #expect(try site.build(now: "2026-12-02T10:00:00+05:00").status == 0)
        let third = try site.published()

        #expect(
            try signers(site) == ["a1": "0", "a2": "0", "b1": "0", "b2": "1", "b3": "0", "c1": "1", "c2": "2"])
        #expect(sent.urls.allSatisfy { third.urls[$0.key] == $0.value })
        #expect(second.urls.allSatisfy { third.urls[$0.key] == $0.value })
        #expect(try site.text("keys.yml").hasPrefix(before))
    }

    @Test func listsWhatEachKeySignsAndUntilWhenItIsNeeded() throws {
        let site = try SiteFolder.builtShop()
        #expect(try keys(site, "new", now: "2026-11-24T09:00:00+05:00").status == 0)
        #expect(try keys(site, "new", "--not-before", "2027-01-01").status == 0)
        let before = try site.snapshot()

        let text = try keys(site, "list", now: "2026-11-24T09:00:00+05:00")
        #expect(text.status == 0)
        #expect(
            text.stdout == """
                key  not before  leads created             links  live  last day    may be destroyed
                  0  2020-01-01  until 2026-11-23              2     2  2027-01-31  from 2027-02-01
                  1  2026-11-24  2026-11-24 to 2026-12-31      0     0  -           no, in use
                  2  2027-01-01  since 2027-01-01              0     0  -           no, not yet in use

                """)
        #expect(text.stderr.hasPrefix("To destroy a key, "))

        let json = try keys(site, "list", "--json", "--quiet", now: "2027-01-31T12:00:00+05:00")
        #expect(json.stderr == "")
        #expect(
            json.stdout == """
                {"keys":[\
                {"id":0,"state":"replaced","not_before":"2020-01-01",\
                "signs_leads_of":{"from":null,"through":"2026-11-23"},"signs_today":false,"links":2,"live_links":1,\
                "endless_links":0,"last_day":"2027-01-31","removable_from":"2027-02-01"},\
                {"id":1,"state":"replaced","not_before":"2026-11-24",\
                "signs_leads_of":{"from":"2026-11-24","through":"2026-12-31"},"signs_today":false,"links":0,\
                "live_links":0,"endless_links":0,"last_day":null,"removable_from":"2027-01-31"},\
                {"id":2,"state":"in_use","not_before":"2027-01-01",\
                "signs_leads_of":{"from":"2027-01-01","through":null},"signs_today":true,"links":0,"live_links":0,\
                "endless_links":0,"last_day":null,"removable_from":null}]}

                """)
        #expect(try site.snapshot().differences(from: before) == [], "a list changes nothing")
    }

    @Test func listsKeysOfASiteThatWasNeverBuilt() throws {
        let site = try SiteFolder.shop()
        let run = try keys(site, "list")
        #expect(run.status == 0)
        #expect(run.stdout.hasSuffix("\n  0  2020-01-01  on any day         0     0  -         no, in use\n"))
        #expect(!site.exists("output"))
    }

    @Test func missesADestroyedKeyAsLongAsALinkNeedsIt() throws {
        let site = try SiteFolder.builtShop()
        #expect(try keys(site, "new").status == 0)
        let both = try site.text("keys.yml")
        try site.write(both.replacing(/\n *- \{id: 0.*/, with: ""), to: "keys.yml")
        try site.setMode(0o600, of: "keys.yml")
        let before = try site.snapshot()

        // The last links end with 31 January.
        for now in [SiteFolder.now, "2027-02-01T04:59:59+05:00"] {
            for command in [["build"], ["build", "--lead", "a2"], ["check"], ["explain", "a2"], ["keys", "list"]] {
                let run = try WelcomeBinary.run(command + ["--site", site.path, "--now", now])
                #expect(run.status == 78, "\(command)")
                #expect(
                    run.stderr.hasPrefix(
                        """
                        \(site.path)/keys.yml: error: key 0 is missing, and links signed with it still work \
                        [keys-missing]
                          fix: restore key 0 from a backup of the key file
                        """), "\(command): \(run.stderr)")
                #expect(command[0] != "keys" || run.stdout.contains("missing: restore it"))
                #expect(try site.snapshot().differences(from: before) == [], "\(command)")
            }
        }
        let later = "2027-02-01T05:00:00+05:00"
        #expect(try site.build(now: later).status == 0)
        #expect(try site.published().lines.map(\.state) == ["expired", "expired"])
        let list = try keys(site, "list", now: later)
        #expect(list.status == 0)
        #expect(list.stdout.contains("\n  0  -           -                  2     0  -         destroyed\n"))
        // The number of a key that signed links is never given to another.
        #expect(try keys(site, "new", now: later).stderr.hasPrefix("Key 2 is in "))
    }

    @Test func signsNothingNewWithALeakedKeyThatOneOfItsDayReplaces() throws {
        let site = try SiteFolder.builtShop()
        #expect(try keys(site, "new", "--not-before", "2020-01-01").status == 0)
        try site.writeLeads(
            SiteFolder.twoLeads + [
                ["id": "b1", "created_at": "2020-01-01T00:00:00+05:00", "expires_on": "2027-05-01"],
                ["id": "b2", "created_at": "2026-11-01T09:00:00+05:00"],
            ])
        #expect(try site.build().status == 0)
        #expect(try signers(site) == ["a1": "0", "a2": "0", "b1": "1", "b2": "1"])
    }

    @Test func takesTheLowestFreeIdBehindTheLast() throws {
        let site = try SiteFolder.shop()
        try site.replace("id: 0", with: "id: 31", in: "keys.yml")
        #expect(try site.build().status == 0)
        #expect(try keys(site, "new").stderr.hasPrefix("Key 0 is in "))
        #expect(try keys(site, "new").stderr.hasPrefix("Key 1 is in "))
        for _ in 2..<31 { #expect(try keys(site, "new").status == 0) }
        let before = try site.snapshot()
        let last = try keys(site, "new")
        #expect(last.status == 78)
        #expect(last.stderr.contains("every key id from 0 to 31 has been used [keys-invalid]"))
        #expect(try site.snapshot().differences(from: before) == [])
    }

    @Test func makesTheFirstKeyOfASiteWithoutLinksAsInitDoes() throws {
        let site = try SiteFolder.shop()
        try site.remove("keys.yml")
        #expect(try keys(site, "new").status == 0)
        let other = try SiteFolder()
        #expect(try WelcomeBinary.run(["init", other.absolute("new")]).status == 0)
        let key = /key: [A-Za-z0-9+\/]{43}=\n/
        #expect(try site.text("keys.yml").contains(key))
        #expect(
            try site.text("keys.yml").replacing(key, with: "")
                == other.text("new/keys.yml").replacing(key, with: ""))
        #expect(try site.text("keys.yml") != other.text("new/keys.yml"))
        #expect(try site.snapshot().files["keys.yml"]?.mode == 0o600)
        #expect(try site.build().status == 0)
    }

    @Test func showsKeysNowhere() throws {
        let site = try SiteFolder.builtShop()
        var said = Data()
        for command in [
            ["keys", "new", "--verbose"], ["keys", "list", "--verbose"], ["keys", "list", "--json"],
            ["build", "--json", "--verbose"], ["check"], ["explain", "a1"], ["explain", "a1", "--json"],
        ] {
            let run = try WelcomeBinary.run(command + ["--site", site.path, "--now", "2026-11-25T09:00:00+05:00"])
            #expect(run.status == 0, "\(command): \(run.stderr)")
            said += run.output + run.errors
        }
        let texts = try site.text("keys.yml").matches(of: /key: ([A-Za-z0-9+\/]{43}=)/).map { String($0.1) }
        #expect(texts.count == 2)
        var places = try site.snapshot(of: "output").contents
        places["what was said"] = said
        for text in texts {
            let key = try #require(Data(base64Encoded: text))
            let hex = key.map { String(Int($0) + 0x100, radix: 16).suffix(2) }.joined()
            for (place, content) in places {
                for form in [key, Data(text.utf8.dropLast()), Data(hex.utf8), Data(hex.uppercased().utf8)] {
                    #expect(content.firstRange(of: form) == nil, "\(place)")
                }
            }
        }
    }

    @Test func losesNoKeyThatTwoCommandsAddAtOnce() throws {
        let site = try SiteFolder.shop()
        let programs = try (0..<8).map { _ in
            try RunningProgram(
                WelcomeBinary.path, ["keys", "new", "--site", site.path], environment: ["WELCOME_KEYS": nil])
        }
        let runs = try programs.map { try $0.end() }
        #expect(runs.allSatisfy { $0.status == 0 || $0.status == 75 }, "\(runs.map(\.stderr))")
        let ids = try site.text("keys.yml").matches(of: /id: (\d+)/).map { Int($0.1) ?? -1 }
        #expect(ids == Array(0...runs.count { $0.status == 0 }))
        #expect(try site.snapshot().files.keys.filter { $0.contains(".new") } == [])
    }

    @Test func refusesWhileAnotherCommandAddsAKey() throws {
        let site = try SiteFolder.shop()
        let before = try site.snapshot()
        let other = try RunningProgram("/usr/bin/flock", [site.path, "/bin/sh", "-c", "echo held; cat"])
        try other.waitForLine()
        let run = try keys(site, "new")
        #expect(run.status == 75)
        #expect(run.stderr.contains("another command is adding a key here [output-busy]"))
        #expect(try site.snapshot().differences(from: before) == [])
        #expect(try other.end().status == 0)
        #expect(try keys(site, "new").status == 0)
    }

    @Test func keepsTheOldFileWhenTheNewOneCannotBeWritten() throws {
        let site = try SiteFolder.shop()
        let before = try site.snapshot()
        let command = "trap '' XFSZ; ulimit -f 0; exec \"$0\" keys new --site \"$1\""
        let run = try ProgramRun.run("/bin/bash", ["-c", command, WelcomeBinary.path, site.path])
        #expect(run.status == 74, "\(run.stderr)")
        #expect(run.stderr.contains("[output-io]"))
        #expect(try site.snapshot().differences(from: before) == [])
        let names = try FileManager.default.contentsOfDirectory(atPath: site.path)
        #expect(names.filter { $0.hasSuffix(".new") } == [])
    }

    @Test func followsALinkToTheKeyFileAndLeavesItALink() throws {
        let site = try SiteFolder.shop()
        try site.createDirectory("safe")
        try FileManager.default.moveItem(atPath: site.absolute("keys.yml"), toPath: site.absolute("safe/k"))
        try FileManager.default.createSymbolicLink(atPath: site.absolute("keys.yml"), withDestinationPath: "safe/k")
        try site.write("left by a process that was killed", to: "safe/.k.new")
        #expect(try keys(site, "new").status == 0)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: site.absolute("keys.yml")) == "safe/k")
        #expect(try site.text("safe/k").contains("- id: 1\n"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: site.absolute("safe")) == ["k"])
        #expect(try site.build().status == 0)
    }

    @Test func readsKeysThatNobodyMayWrite() throws {
        let site = try SiteFolder.shop()
        try site.setMode(0o400, of: "keys.yml")
        #expect(try site.build().status == 0)
    }

    @Test(.enabled(if: geteuid() == 0, "only root has files of others"))
    func leavesTheFileToItsOwner() throws {
        let site = try SiteFolder.shop()
        try FileManager.default.setAttributes(
            [.ownerAccountID: 65534, .groupOwnerAccountID: 65533], ofItemAtPath: site.absolute("keys.yml"))
        #expect(try keys(site, "new").status == 0)
        let attributes = try FileManager.default.attributesOfItem(atPath: site.absolute("keys.yml"))
        #expect((attributes[.ownerAccountID] as? NSNumber)?.intValue == 65534)
        #expect((attributes[.groupOwnerAccountID] as? NSNumber)?.intValue == 65533)
    }

    @Test(arguments: ["2026-02-29", "1969-12-31", "tomorrow", "2026-1-1", ""])
    func refusesADayThatIsNone(day: String) throws {
        let site = try SiteFolder.shop()
        let run = try keys(site, "new", "--not-before", day)
        #expect(run.status == 64)
        #expect(run.stderr.contains("--not-before takes a day such as 2026-11-23"))
    }
}
