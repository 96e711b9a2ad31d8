import Testing
import WelcomeCore

@Suite struct WebRootEntryTests {
    @Test(arguments: [
        ("", WebRootEntry.Kind.folder), ("p", .folder), ("a", .folder), ("p/3h", .folder), ("404.html", .file),
        ("p/3h/3h1616s4pe1nj96z0mam.html", .file), ("p/3h/3h1616s4pe1nj96z0mam.html.gz", .file),
        ("a/00112233445566778899aabbccddeeff.ogg", .file), ("h", .folder), ("h/w.example.kz", .folder),
        ("h/localhost", .folder), ("h/w.example.kz/3h1616s4pe1nj96z0mam", .file),
    ])
    func knowsWhatABuildMakes(path: String, kind: WebRootEntry.Kind) {
        #expect(WebRootEntry(path: path, kind: kind, mode: 0o755).diagnostic(in: "site") == nil)
        #expect(WebRootEntry(path: path, kind: .symbolicLink, mode: 0o777).diagnostic(in: "site") != nil)
        #expect(WebRootEntry(path: path, kind: kind, mode: 0o775).diagnostic(in: "site")?.code == .outputMode)
    }

    @Test(arguments: [
        ("p/lo", WebRootEntry.Kind.folder), ("p/3h/x", .folder), ("a/x", .folder), ("a/p", .folder), ("x", .folder),
        ("p", .file), ("a", .file), ("p/3h/3h1616s4pe1nj96z0mam.htm", .file), ("p/3h/3h1616s4pe1nj96z0ma.html", .file),
        ("p/j5/3h1616s4pe1nj96z0mam.html", .file), ("a/00112233445566778899aabbccddeeff", .file),
        ("a/00112233445566778899AABBCCDDEEFF.ogg", .file), ("a/0011.ogg", .file), ("404.html/", .file),
        ("h", .file), ("h/W.kz", .folder), ("h/w", .folder), ("h/3h1616s4pe1nj96z0mam", .file),
        ("h/w.kz/3h1616s4pe1nj96z0ma", .file), ("h/w.kz/3h1616s4pe1nj96z0mam.html", .file), ("h/w.kz/a", .folder),
    ])
    func knowsNothingElse(path: String, kind: WebRootEntry.Kind) {
        #expect(WebRootEntry(path: path, kind: kind, mode: 0o644).diagnostic(in: "site")?.code == .outputExposed)
    }

    @Test(arguments: [
        ("a/b.html", "a/b.html"), ("3h1616s4pe1nj96z0mam", "3h16…"), ("3h1616s4pe1nj96z0ma", "3h1616s4pe1nj96z0ma"),
        ("x-3H1616S4PE1NJ96Z0MAMx.y", "x-3H16….y"), ("a\u{1B}b\nc\u{9B}", "a?b?c?"), ("цены.pdf", "цены.pdf"),
    ])
    func showsNoCode(path: String, shown: String) {
        #expect(WebRootEntry.masked(path) == shown)
    }
}
