import Testing

@testable import WelcomeCore

@Suite struct HTMLContextsTests {
    /// The context of the mark `§` in `html`.
    private func context(_ html: String) throws -> HTMLContext {
        let mark = Array("§".utf8)
        let bytes = Array(html.utf8)
        let range = try #require(bytes.firstRange(of: mark))
        var contexts = HTMLContexts(bytes)
        return contexts.context(at: range.lowerBound)
    }

    private func attribute(_ name: String, _ element: String, _ prefix: String) -> HTMLContext {
        .attribute(name: Array(name.utf8), element: Array(element.utf8), prefix: Array(prefix.utf8))
    }

    @Test(arguments: [
        ("§", ""), ("<p>§</p>", "p"), ("<p>a</p>§", ""), ("<br/>§", "br"), ("a < b §", ""), ("<!---->§", ""),
        ("<!-->§", ""), ("<!-- > -->§", ""), ("<!DOCTYPE html>§", ""), ("<TITLE>§</TITLE>", "title"),
        ("<title>a<b>§</title>", "title"), ("<textarea><p>§</textarea>", "textarea"), ("<style>a{}</style>§", ""),
        ("<script>a</scripty>b</script>§", ""), ("<p a='>'>§", "p"), ("<p a=\">\">§", "p"), ("1 <2 §", ""),
        ("<p a=x>§", "p"), ("<p a>§", "p"), ("<p a=>§", "p"),
    ])
    func findsText(html: String, element: String) throws {
        #expect(try context(html) == .text(element: Array(element.utf8)))
    }

    @Test(arguments: [
        ("<a href=\"§\">", "href", "a", ""), ("<A HREF='x§y'>", "href", "a", "x"),
        ("<a b c = \"§\">", "c", "a", ""), ("<img src=\"/a\"alt=\"§\">", "alt", "img", ""),
        ("<a\ntitle\n=\n\"q §\">", "title", "a", "q "), ("<img/src/onerror=\"§\">", "onerror", "img", ""),
        ("<img src/onerror=\"§\">", "onerror", "img", ""), ("<a =\"b\"=\"§\">", "=\"b\"", "a", ""),
        ("<p a=1 b=\"§\">", "b", "p", ""), ("</p a=\"§\">", "a", "p", ""),
    ])
    func findsQuotedAttributes(html: String, name: String, element: String, prefix: String) throws {
        #expect(try context(html) == attribute(name, element, prefix))
    }

    @Test(arguments: [
        ("<p§>", HTMLContext.tag), ("<p §>", .tag), ("<p a§=1>", .tag), ("<p a §>", .tag),
        ("</§p>", .comment), ("<p a=\"\"§>", .tag), ("<p a /=§\">", .tag), ("<p a=§>", .unquotedAttribute),
        ("<p a= §>", .unquotedAttribute), ("<p a=b§>", .unquotedAttribute), ("<p a=b\"§\">", .unquotedAttribute),
        ("<!-- § -->", .comment), ("<!-- -- > § -->", .comment), ("<!§>", .comment), ("<?§>", .comment),
        ("<script>§</script>", .script), ("<SCRIPT>'</p>§", .script), ("<style>§</style>", .style),
        ("<style></styl>§</style>", .style), ("<iframe>§</iframe>", .script), ("<script a=\"b\">§", .script),
    ])
    func findsPlacesWhereNothingMayStand(html: String, expected: HTMLContext) throws {
        #expect(try context(html) == expected)
    }

    @Test func listsInlineStylesAndScripts() {
        let html = Array("<style>a</style><script>b</script><script src=x>c</script><STYLE x='>'>d</style >".utf8)
        var contexts = HTMLContexts(html)
        contexts.finish()
        #expect(contexts.inlineStyles.map { String(decoding: html[$0], as: UTF8.self) } == ["a", "d"])
        #expect(contexts.inlineScripts.map { String(decoding: html[$0], as: UTF8.self) } == ["b"])
    }
}
