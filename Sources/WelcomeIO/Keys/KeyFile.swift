import Foundation
import WelcomeCore

/// The file that holds a site's signing keys.
struct KeyFile {
    /// The variable of the environment that holds the text where there is no file.
    static let variable = "WELCOME_KEYS"

    let path: String
    /// The folder that builds write; keys never lie in it.
    let outputPath: String

    private var place: SourceLocation { SourceLocation(file: path) }

    /// Reads the file; `nil` where there is none.
    ///
    /// - Throws: `BuildFailure.settings` when the file is not safe where or as it is, or when a key is unusable.
    func read() throws(BuildFailure) -> (text: String, ring: KeyRing)? {
        try checkPlace()
        let file: SecretFile?
        do {
            file = try SecretFile(path: path)
        } catch {
            guard error.isRefused else { throw .files(error) }
            throw refusal(
                .keysMode, "signing keys must be readable by whoever runs this command", "run it as their owner")
        }
        guard let file else { return nil }
        guard file.isRegular else {
            throw refusal(.keysInvalid, "a key file must be a regular file, not a folder, pipe or device", nil)
        }
        if let fault = Self.fault(mode: file.mode, owner: file.owner, user: SecretFile.currentUser) {
            throw refusal(.keysMode, fault.summary, "\(fault.command) \(path)")
        }
        let text = String(decoding: file.bytes, as: UTF8.self)
        return (text, try Self.parse(text, file: path))
    }

    /// Reads the keys of a text that stands in `file`.
    static func parse(_ text: String, file: String) throws(BuildFailure) -> KeyRing {
        let (ring, diagnostics) = KeyRing.parse(yaml: text, file: file)
        guard let ring, !diagnostics.contains(where: { $0.severity == .error }) else { throw .settings(diagnostics) }
        return ring
    }

    /// What is wrong with who may read or change a key file, and the command that mends it.
    ///
    /// Root may use the keys of any account: it can read them anyway, and a container often runs as root.
    static func fault(mode: UInt32, owner: UInt32, user: UInt32) -> (summary: String, command: String)? {
        if mode & 0o077 != 0 { return ("signing keys must be readable by their owner only", "chmod 600") }
        guard user == 0 || owner == user else {
            return ("signing keys must belong to whoever runs this command", "chown $(id -u)")
        }
        return nil
    }

    /// The diagnostic that there is no key file.
    var absence: Diagnostic {
        Diagnostic(
            .error, .keysMissing, at: place, "there are no signing keys",
            fix: "restore the key file from its backup, or set WELCOME_KEYS; a new site gets keys by `welcome init`")
    }

    /// Makes sure that neither the file nor a link to it lies in the folder that is published.
    func checkPlace() throws(BuildFailure) {
        let output = realPath(outputPath)
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let folder = realPath(path.hasSuffix(name) ? String(path.dropLast(name.count)) : path)
        guard [realPath(path), "\(folder)/\(name)"].contains(where: { isPath($0, atOrBelow: output) }) else { return }
        throw refusal(
            .keysPlace, "signing keys must lie outside the output folder",
            "move them beside welcome.yml, and name them there under `keys`")
    }

    private func refusal(_ code: DiagnosticCode, _ summary: String, _ fix: String?) -> BuildFailure {
        .settings([Diagnostic(.error, code, at: place, summary, fix: fix)])
    }
}

extension KeyFile {
    /// The text of a new file: one key with the id 0, from 2020-01-01 unless `notBefore` says otherwise.
    static func makeFirst(notBefore: CivilDate = CivilDate(daysSinceEpoch: 18_262)) -> KeyFileText {
        guard let text = KeyFileText(first: .init(id: 0, notBefore: notBefore, base64: randomKey())) else {
            preconditionFailure("32 random bytes and a day make a key")
        }
        return text
    }

    /// 32 random bytes in base64.
    static func randomKey() -> String {
        var generator = SystemRandomNumberGenerator()
        return Data((0..<MasterKey.byteCount).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
            .base64EncodedString()
    }
}
