package import WelcomeCore

/// A key that was added to a site.
package struct KeyAddition: Sendable {
    package var id: UInt8
    /// The days on whose leads the key signs new links; `nil` when there are none.
    package var signs: KeyInventory.SigningDays?
    /// The file that has it now.
    package var file: String
    /// Whether the file had to be written in another style.
    package var isRewritten: Bool

    /// Makes a key of 32 random bytes and adds it to the key file of `site`, or makes the file of a site without links.
    ///
    /// The file is replaced as a whole; what was wrong with it before is refused and never overwritten.
    ///
    /// - Throws: `BuildFailure`; then the file is as it was.
    package static func make(
        in site: Site, notBefore: CivilDate?, now: Timestamp, environmentText: String?
    ) throws(BuildFailure) -> KeyAddition {
        do {
            return try KeyAddition(site: site, notBefore: notBefore, now: now, environmentText: environmentText)
        } catch {
            throw BuildFailure(error)
        }
    }

    private init(site: Site, notBefore: CivilDate?, now: Timestamp, environmentText: String?) throws {
        guard environmentText == nil else {
            throw Self.refusal(
                .keysPlace, KeyFile.variable,
                "the keys of this site come from the variable WELCOME_KEYS, not from a file",
                fix: "unset it, add a key to \(site.keysPath), and put the file's text where the variable comes from")
        }
        let keyFile = site.keyFile
        try keyFile.checkPlace()
        let target = try Self.target(of: keyFile)
        // The folder itself is the lock: whoever adds a key at the same time would read the same file and lose ours.
        guard let lock = try BuildLock(folder: target.folder) else {
            throw BuildFailure.busy(
                Diagnostic(
                    .error, .outputBusy, at: SourceLocation(file: keyFile.path), "another command is adding a key here",
                    fix: "wait for it to end"))
        }
        defer { withExtendedLifetime(lock) {} }
        let uses = try Ledger.keyUses(at: site.ledgerPath, now: now)
        let (text, id) = try Self.text(keyFile, site, uses: uses, notBefore: notBefore, now: now)
        try Self.replace(target.name, in: target.folder, with: Array(text.text.utf8))
        self.id = id
        signs = text.ring.signingDays(of: id)
        file = keyFile.path
        isRewritten = text.isRewritten
    }

    /// The new text of the file, and the id of the key that is new in it.
    private static func text(
        _ keyFile: KeyFile, _ site: Site, uses: [UInt8: KeyUse], notBefore: CivilDate?, now: Timestamp
    ) throws -> (KeyFileText, UInt8) {
        guard let (old, ring) = try keyFile.read() else {
            guard uses.isEmpty, try fileMode("\(site.outputPath)/manifest.json") == nil else {
                throw refusal(
                    .keysMissing, keyFile.path, "the key file is missing, and its keys have signed links",
                    fix: "restore it from its backup: a new key cannot give those links again")
            }
            return (notBefore.map { KeyFile.makeFirst(notBefore: $0) } ?? KeyFile.makeFirst(), 0)
        }
        guard !old.unicodeScalars.contains("\u{FFFD}") else {
            throw refusal(
                .keysInvalid, keyFile.path, "a comment of the key file is not UTF-8 and would be lost",
                fix: "save the file as UTF-8")
        }
        guard let id = ring.nextID(besides: uses.keys) else {
            throw refusal(
                .keysInvalid, keyFile.path, "every key id from 0 to 31 has been used",
                fix: "start a new output folder with a new key file when the last of these links is over")
        }
        let day = notBefore ?? site.today(at: now)
        guard let text = KeyFileText(adding: .init(id: id, notBefore: day, base64: KeyFile.randomKey()), to: old) else {
            preconditionFailure("a key file that was read takes another key")
        }
        return (text, id)
    }

    /// The folder and the name of the file that is to be replaced: a link to it stays a link.
    private static func target(of keyFile: KeyFile) throws(BuildFailure) -> (folder: String, name: String) {
        let path = realPath(keyFile.path)
        guard !isSymbolicLink(path) else {
            throw refusal(
                .keysMissing, keyFile.path, "the key file is a symbolic link to a file that is missing",
                fix: "restore the file that it leads to, or remove the link")
        }
        let slash = path.lastIndex(of: "/") ?? path.startIndex
        return (slash == path.startIndex ? "/" : String(path[..<slash]), String(path[path.index(after: slash)...]))
    }

    /// Writes beside the file and renames over it, so that it is always whole.
    private static func replace(_ name: String, in folder: String, with bytes: [UInt8]) throws(FileError) {
        let files = try LocalFileSystem(root: folder)
        let draft = ".\(name).new"
        // One that is there was left by a process that was killed, for we hold the folder.
        try files.remove(draft)
        do {
            try files.create(bytes, at: draft, mode: .secret)
            try files.takeOwner(of: name, for: draft)
        } catch {
            // What stopped the write is worth more than what stops the removal.
            try? files.remove(draft)
            throw error
        }
        try files.replace(name, by: draft, .lasting)
    }

    private static func refusal(_ code: DiagnosticCode, _ file: String, _ summary: String, fix: String) -> BuildFailure
    {
        .settings([Diagnostic(.error, code, at: SourceLocation(file: file), summary, fix: fix)])
    }
}
