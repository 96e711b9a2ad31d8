import Foundation
import Testing
import WelcomeCore
import WelcomeTestSupport

/// Whatever hosts tenants write and wherever a site lies, nginx takes the fragment: one that it refuses keeps every site
/// of that nginx from being reloaded.
@Suite(.needs(.server)) struct NginxFuzzTests {
    private struct Corpus: Decodable {
        var hosts: [String]
        /// Names of folders and files.
        var names: [String]
    }

    private let corpus: Corpus
    private let folder: SiteFolder
    /// When a search ends.
    private let deadline = Date(timeIntervalSinceNow: TestScope.isFull ? 60 : 4)

    init() throws {
        corpus = try JSONDecoder().decode(
            Corpus.self, from: Data(contentsOf: Fixtures.url("corpora/nginx-values.json")))
        folder = try SiteFolder(themes: [])
    }

    private func fragment(_ urls: [BaseURL]) -> NginxFragment {
        var fragment = NginxFragment(origins: urls, root: folder.path)
        fragment.log = folder.absolute("access.log")
        fragment.listen = .http
        return fragment
    }

    private func expectAccepted(_ fragments: [NginxFragment], _ what: String) throws {
        let run = try NginxServer.check(fragments.map(\.text), in: folder)
        #expect(run.status == 0, "\(what.debugDescription): \(run.stderr.prefix(400))")
    }

    @Test func takesEveryHostOfTheCorpus() throws {
        for scheme in ["https", "http"] {
            for host in corpus.hosts {
                guard let url = BaseURL("\(scheme)://\(host)") else { continue }
                try expectAccepted([fragment([url])], host)
            }
        }
    }

    @Test func takesHostsThatNobodyThoughtOf() throws {
        var random = Mutations(seed: 0x686F_7374)
        var accepted = 0
        while Date() < deadline {
            let candidates = (0..<400).map { _ in "https://\(random.mutation(of: corpus.hosts, ".-aé0 $;{}\"\\\n*~_:"))"
            }
            let urls = candidates.compactMap { BaseURL($0) }
            guard !urls.isEmpty else { continue }
            accepted += urls.count
            let run = try NginxServer.check([fragment(urls).text], in: folder)
            guard run.status != 0 else { continue }
            // One by one, to name the one that is to be kept.
            for url in urls { try expectAccepted([fragment([url])], url.host) }
            Issue.record("together: \(urls) \(run.stderr)")
        }
        #expect(accepted > 100)
    }

    /// Long names need no larger hash tables, whose directives may stand only once in a configuration.
    @Test func takesManyLongHostsOfTwoSites() throws {
        let sites = try ["a", "b"].map { site in
            let names = (0..<300).map { "\(site)\($0)-" + String(repeating: "x", count: 30 + $0 % 27) }
            return fragment(try names.map { try #require(BaseURL("https://\($0).\(site)-shop.\(site).kz")) })
        }
        try expectAccepted(sites, "600 hosts")
    }

    @Test func tellsSitesApartWhoseNamesAreAlike() throws {
        try expectAccepted(
            try ["w-shop.kz", "w.shop.kz"].map { fragment([try #require(BaseURL("https://\($0)"))]) }, "alike")
    }

    @Test func takesEveryPlaceThatASiteCanLieAt() throws {
        var random = Mutations(seed: 0x706C_6163)
        var names = corpus.names
        var tried = 0
        try makeCertificate()
        while Date() < deadline || !names.isEmpty {
            let name = names.popLast() ?? random.mutation(of: corpus.names, " $;{}\"'\\\n\t#é%~")
            guard let fragment = try fragment(at: name) else { continue }
            tried += 1
            try expectAccepted([fragment], name)
        }
        #expect(tried > 20)
    }

    private func makeCertificate() throws {
        let run = try ProgramRun.run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=w",
                "-keyout", folder.absolute("key.pem"), "-out", folder.absolute("chain.pem"),
            ])
        try #require(run.status == 0, "\(run.stderr)")
    }

    /// A fragment all of whose paths hold `name`; `nil` where no folder or option can have it.
    private func fragment(at name: String) throws -> NginxFragment? {
        guard (1...200).contains(name.utf8.count), !name.utf8.contains(0), !name.contains("/"), name != ".",
            name != ".."
        else { return nil }
        var fragment = NginxFragment(
            origins: [try #require(BaseURL("https://w.example.kz"))], root: folder.absolute(name))
        fragment.log = folder.absolute("access.log")
        fragment.listen = .https
        fragment.manifest = .init(folder: folder.absolute(name), users: folder.absolute("users"))
        fragment.certificate = .init(chain: folder.absolute("chain.pem"), key: folder.absolute("key.pem"))
        // What the command refuses in these options it refuses whatever the site.
        guard NginxFragment.isPlainPath("/\(name)") else { return fragment }
        try folder.createDirectory(name)
        for file in ["chain.pem", "key.pem"] { try folder.copy(folder.absolute(file), to: "\(name)/\(name)\(file)") }
        fragment.certificate = .init(
            chain: folder.absolute("\(name)/\(name)chain.pem"), key: folder.absolute("\(name)/\(name)key.pem"))
        fragment.log = folder.absolute("\(name)/\(name).log")
        fragment.manifest?.users = folder.absolute("\(name)/\(name)users")
        guard NginxServer.hasScripts, NginxFragment.isScriptPath("/\(name)") else { return fragment }
        try folder.write(ExpiryScript.text, to: "\(name)/\(name).js")
        fragment.expiryScript = folder.absolute("\(name)/\(name).js")
        return fragment
    }

    @Test func refusesAPathThatNginxCannotRead() throws {
        var fragment = fragment([try #require(BaseURL("https://w.example.kz"))])
        fragment.root = "/" + String(repeating: "a", count: 4_000)
        #expect(fragment.isReadable)
        try expectAccepted([fragment], "4,000")
        fragment.root += String(repeating: "a", count: 100)
        #expect(!fragment.isReadable)
        #expect(try NginxServer.check([fragment.text], in: folder).status != 0)
    }
}

/// Texts made of others, the same in every run of a seed.
private struct Mutations: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Takes one or two of `seeds` and changes a few places, to characters of `alphabet` among others.
    mutating func mutation(of seeds: [String], _ alphabet: String) -> String {
        var text = Array(seeds.randomElement(using: &self) ?? "")
        if Bool.random(using: &self) {
            text += (Bool.random(using: &self) ? "." : "") + (seeds.randomElement(using: &self) ?? "")
        }
        for _ in 0..<Int.random(in: 0...3, using: &self) {
            let place = Int.random(in: 0...text.count, using: &self)
            switch Int.random(in: 0..<3, using: &self) {
            case 0: text.insert(alphabet.randomElement(using: &self) ?? ".", at: place)
            case 1 where place < text.count: text.remove(at: place)
            default: text = Array(text[..<place])
            }
        }
        return String(text)
    }
}
