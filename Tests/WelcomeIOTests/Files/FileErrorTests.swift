import Glibc
import Testing
import WelcomeIO

@Suite struct FileErrorTests {
    @Test(arguments: [
        ("out/site/p/3h/3h1616s4pe1nj96z0mam.html", "out/site/p/3h/3h16….html"),
        ("out/tmp/p/3h/3h1616s4pe1nj96z0mam.html.gz", "out/tmp/p/3h/3h16….html.gz"),
        ("3h1616s4pe1nj96z0mam", "3h16…"),
        ("out/site/a/4253288537457f66ba15618e9c563534.js", "out/site/a/4253288537457f66ba15618e9c563534.js"),
        ("out/manifest.json", "out/manifest.json"),
        ("out/site/p/3h", "out/site/p/3h"),
        ("", ""),
    ])
    func namesNoPageByItsLink(path: String, shown: String) {
        let error = FileError(operation: "write", path: path, code: ENOSPC)
        #expect(error.path == shown)
        #expect(error.description == "cannot write \(shown): No space left on device")
    }
}
