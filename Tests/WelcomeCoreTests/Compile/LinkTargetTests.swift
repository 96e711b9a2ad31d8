import Testing
import WelcomeCore

@Suite struct LinkTargetTests {
    @Test(
        arguments: [
            ("https://example.kz", .https), ("https://example.kz/", .https),
            ("HTTPS://Example.KZ/a/b?x=1&y=2#z", .https),
            ("https://example.kz:8443/a", .https), ("https://панель.қаз/прайс", .https),
            ("https://wa.me/77011234567?text=%D0%9F%20%26", .https), ("https://2gis.kz/search/a:b@c", .https),
            ("tel:+77011234567", .tel), ("tel:+7-701-123-45-67", .tel), ("TEL:8(701)1234567", .tel),
            ("mailto:info@example.kz", .mailto), ("mailto:info@example.kz?subject=a%20b", .mailto),
            ("#", .fragment), ("#prices", .fragment), ("#цены", .fragment),
            ("catalog.pdf", .relative(Array("catalog.pdf".utf8))),
            ("media/photo.jpg", .relative(Array("media/photo.jpg".utf8))),
            ("media/%D1%84%20o.jpg", .relative(Array("media/ф o.jpg".utf8))),
            ("media/прайс_(2)+1.png", .relative(Array("media/прайс_(2)+1.png".utf8))),
            ("...", .relative(Array("...".utf8))),
        ] as [(String, LinkTarget)])
    func allows(destination: String, expected: LinkTarget) {
        #expect(LinkTarget(Array(destination.utf8)) == expected)
    }

    /// Spellings that one browser or another has followed, or that point out of the theme.
    @Test(
        arguments: [
            ("", .empty),
            ("http://example.kz", .http), ("HtTp://example.kz", .http), ("http:example.kz", .http),
            ("javascript:alert(1)", .scheme), ("JaVaScRiPt:alert(1)", .scheme), ("vbscript:x", .scheme),
            ("data:text/html,<script>x</script>", .scheme), ("data:image/png;base64,AA", .scheme),
            ("blob:https://example.kz/1", .scheme), ("file:///etc/passwd", .scheme), ("ftp://example.kz", .scheme),
            ("view-source:https://a.kz", .scheme), ("intent://x#Intent;end", .scheme), ("whatsapp://send", .scheme),
            ("https :x", .controlOrSpace), (":x", .scheme), ("x:y", .scheme), ("jar:https://a.kz!/b", .scheme),
            (" javascript:alert(1)", .controlOrSpace), ("java\tscript:alert(1)", .controlOrSpace),
            ("java\nscript:alert(1)", .controlOrSpace), ("java\rscript:alert(1)", .controlOrSpace),
            ("\u{1}javascript:alert(1)", .controlOrSpace), ("java\u{0}script:alert(1)", .controlOrSpace),
            ("javascript\u{7F}:x", .controlOrSpace), ("\u{A0}javascript:x", .controlOrSpace),
            ("\u{FEFF}javascript:x", .controlOrSpace), ("java\u{200B}script:x", .controlOrSpace),
            ("\u{202E}media/a.jpg", .controlOrSpace), ("\u{85}x", .controlOrSpace),
            ("%01javascript:alert(1)", .scheme), ("java%73cript:alert(1)", .scheme),
            ("javascript%3Aalert(1)", .relativeCharacter), ("javascript&colon;alert(1)", .relativeCharacter),
            ("javascript&#58;alert(1)", .relativeCharacter), ("&#106;avascript:alert(1)", .relativeCharacter),
            ("&#x6A;avascript&#x3A;alert(1)", .relativeCharacter), ("&Tab;javascript:alert(1)", .scheme),
            ("java&NewLine;script&colon;x", .relativeCharacter), ("javascript\u{301}:x", .scheme),
            ("//example.kz/a.jpg", .networkPath), ("///example.kz", .networkPath), ("/etc/passwd", .absolutePath),
            ("\\\\example.kz\\a", .backslash), ("/\\example.kz", .backslash), ("https:\\\\example.kz", .backslash),
            ("media\\a.jpg", .backslash), ("media%5Ca.jpg", .backslash),
            ("../a.jpg", .dotSegment), ("media/../../a.jpg", .dotSegment), ("media/%2E%2e/a", .dotSegment),
            ("media%2F..%2Fa", .dotSegment), ("./a.jpg", .dotSegment), ("..", .dotSegment),
            ("media//a.jpg", .dotSegment),
            ("media/", .dotSegment), ("%2Fetc/passwd", .dotSegment),
            ("a.pdf?x", .relativeCharacter), ("a.pdf#2", .relativeCharacter), ("a%", .relativeCharacter),
            ("a%zz", .relativeCharacter), ("a%2541", .relativeCharacter), ("a%FF.jpg", .relativeCharacter),
            ("a%00.jpg", .controlOrSpace), ("a\"onerror=x", .relativeCharacter), ("a'b", .relativeCharacter),
            ("https:", .host), ("https:example.kz", .host), ("https:/example.kz", .host), ("https://", .host),
            ("https:///example.kz", .host), ("https://user@example.kz", .host), ("https://a.kz:x@b.kz", .host),
            ("https://a.kz:99999999", .host), ("https://a..kz", .host), ("https://.kz", .host),
            ("https://[::1]/", .host),
            ("https://a%2Ekz/", .host), ("https://a.kz/%0D%0Ax", .controlOrSpace), ("https://a.kz/%", .controlOrSpace),
            ("https://a.kz/a b", .controlOrSpace), ("https://a.kz:/", .host),
            ("tel:", .number), ("tel:12", .number), ("tel:+7701;ext=1", .number), ("tel:javascript", .number),
            ("mailto:", .address), ("mailto:a", .address), ("mailto:@b", .address), ("mailto:a@b@c", .address),
            ("mailto:a@b?bcc=%0Ax", .address), ("mailto:a@b\"x", .address),
        ] as [(String, LinkTarget.Fault)])
    func refuses(destination: String, fault: LinkTarget.Fault) {
        #expect(LinkTarget(Array(destination.utf8)) == .refused(fault))
    }

    @Test func refusesBytesThatAreNotUTF8() {
        #expect(LinkTarget([0x61, 0xFF]) == .refused(.encoding))
        #expect(LinkTarget([0xC0, 0xAE]) == .refused(.encoding))
    }

    @Test func allowsNoSchemeThatAByteInFrontChanges() {
        for byte in UInt8.min...UInt8.max {
            for position in 0...10 {
                var bytes = Array("javascript:alert(1)".utf8)
                bytes.insert(byte, at: position)
                switch LinkTarget(bytes) {
                case .refused, .fragment: break
                case let target: Issue.record("byte \(byte) at \(position) gives \(target)")
                }
            }
        }
    }
}
