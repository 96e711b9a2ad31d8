import Testing
import WelcomeCore

@Suite struct NginxFragmentTests {
    private func fragment(_ url: String = "https://w.example.kz", root: String = "/srv/shop/output/site") throws
        -> NginxFragment
    {
        NginxFragment(origins: [try #require(BaseURL(url))], root: root)
    }

    /// Every combination of what a fragment can be made for.
    private func fragments() throws -> [NginxFragment] {
        try PageStore.allCases.flatMap { store in
            try [nil, "/etc/nginx/welcome.js"].flatMap { script in
                try [nil, NginxFragment.Certificate(chain: "/c.pem", key: "/k.pem")].map { certificate in
                    var fragment = try fragment()
                    fragment.store = store
                    fragment.expiryScript = script
                    fragment.certificate = certificate
                    if certificate != nil { fragment.listen = .https }
                    return fragment
                }
            }
        }
    }

    /// The text of each block that begins with a line of this beginning, to the line that closes it.
    private func blocks(_ beginning: String, in text: String) -> [String] {
        var blocks: [String] = []
        var open: (indent: Int, lines: [Substring])?
        for line in text.split(separator: "\n") {
            let indent = line.prefix { $0 == " " }.count
            if open == nil, line.dropFirst(indent).hasPrefix(beginning) { open = (indent, []) }
            open?.lines.append(line)
            if let block = open, line.dropFirst(indent) == "}", indent == block.indent {
                blocks.append(block.lines.joined(separator: "\n"))
                open = nil
            }
        }
        return blocks
    }

    @Test func repeatsEveryHeaderInEveryBlockThatAddsOne() throws {
        let names = [
            "Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options", "X-Robots-Tag", "Cache-Control",
            "Strict-Transport-Security", "Permissions-Policy", "Cross-Origin-Opener-Policy",
        ]
        for fragment in try fragments() {
            let locations = blocks("location", in: fragment.text).filter { $0.contains("add_header") }
            #expect(locations.count == 4)
            let servers = blocks("server", in: fragment.text)
            #expect(servers.count == (fragment.certificate == nil ? 1 : 2))
            for block in locations + servers {
                for name in names { #expect(block.contains("add_header \(name) "), "\(name)") }
            }
            let adding = fragment.text.split(separator: "\n").filter { $0.contains("add_header ") && !$0.contains("#") }
            #expect(adding.allSatisfy { $0.hasSuffix(" always;") })
        }
    }

    @Test func repeatsEveryHeaderWhereItServesTheManifest() throws {
        var fragment = try fragment()
        fragment.manifest = .init(folder: "/srv/a \"b", users: "/etc/nginx/welcome.users")
        let locations = blocks("location", in: fragment.text).filter { $0.contains("/manifest/") }
        #expect(locations.count == 1)
        let block = try #require(locations.first)
        for name in ["Content-Security-Policy", "Cache-Control", "Strict-Transport-Security", "X-Robots-Tag"] {
            #expect(block.contains("add_header \(name) "), "\(name)")
        }
        #expect(block.contains(#"alias "/srv/a \"b/$welcome_manifest";"#))
        #expect(block.contains(#"auth_basic_user_file "/etc/nginx/welcome.users";"#))
    }

    @Test func promisesTLSOnlyWhereEveryLinkHasIt() throws {
        #expect(try fragment().text.contains("Strict-Transport-Security"))
        #expect(try !fragment("http://localhost:8080").text.contains("Strict-Transport-Security"))
        #expect(try fragment("http://localhost:8080").text.contains("server_name localhost;"))
        var mixed = try fragment()
        mixed.origins += try ["http://localhost", "https://b.kz"].map { try #require(BaseURL($0)) }
        let promises = mixed.text.split(separator: "\n").filter { $0.contains("max-age=31536000\"") }
        #expect(promises == ["    w.example.kz \"max-age=31536000\";", "    b.kz \"max-age=31536000\";"])
    }

    @Test(arguments: [
        ("/a b", "\"/a b\""), ("/a\"b", "\"/a\\\"b\""), ("/a\\b", "\"/a\\\\b\""), ("/a;b}", "\"/a;b}\""),
        ("/a$uri", "\"/a${welcome_dollar}uri\""), ("/a\nb\tc\r", "\"/a\\nb\\tc\\r\""), ("/қ", "\"/қ\""),
    ])
    func putsAnyFolderInQuotes(root: String, quoted: String) throws {
        let text = try fragment(root: root).text
        #expect(text.contains("\n    root \(quoted);\n"))
        #expect(text.contains("geo $welcome_dollar { default \"$\"; }") == root.contains("$"))
    }

    @Test(arguments: [
        ("80", ["80", "[::]:80"]), ("127.0.0.1:8080", ["127.0.0.1:8080"]), ("[::1]:443", ["[::1]:443"]),
    ])
    func listensWhereItIsTold(address: String, lines: [String]) throws {
        var fragment = try fragment()
        fragment.listen = try #require(ListenAddress(address))
        let listens = fragment.text.split(separator: "\n").filter { $0.hasPrefix("    listen ") }
        #expect(listens == lines.map { "    listen \($0);" })
    }

    @Test(arguments: ["", ":80", "0", "65536", "80;", "a:80", "1.2.3.4", "::1:80", "[]:80", "[::1]80", " 80", "８０"])
    func refusesOtherAddresses(text: String) {
        #expect(ListenAddress(text) == nil)
    }
}
