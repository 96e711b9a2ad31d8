import Testing
import WelcomeTestSupport

/// What counts as a difference from what was recorded, and that no value is shown.
@Suite struct RecordedTextTests {
    private static let recorded = "== first\nsite a  1\nsite b  2\nline x  3\n== second\nsite a  1\n"

    @Test(arguments: [
        (recorded, []),
        ("== first\nsite a  9\nsite b  2\nline x  3\n== second\nsite a  1\n", ["first: site a has changed"]),
        ("== first\nsite a  1\nline x  3\n== second\nsite a  1\n", ["first: site b is missing"]),
        (recorded + "site c  4\n", ["second: site c is new"]),
        (recorded + "site a  1\n", ["second: site a has changed"]),
        (
            "== first\nsite b  2\nsite a  1\nline x  3\n== second\nsite a  1\n",
            ["first: the lines come in another order"]
        ),
        ("== first\nsite a  1\nsite b  2\nline x  3\n", ["second: the section is missing"]),
        (recorded + "== third\n", ["third: the section is new"]),
        ("== second\nsite a  1\n== first\nsite a  1\nsite b  2\nline x  3\n", ["the sections come in another order"]),
        ("", ["first: the section is missing", "second: the section is missing"]),
    ]) func namesWhatDiffers(text: String, differences: [String]) {
        #expect(RecordedText(text).differences(from: RecordedText(Self.recorded)) == differences)
    }

    @Test func tellsTextsApartThatDifferInNormalisationAlone() {
        let differences = RecordedText("a  \u{439}").differences(from: RecordedText("a  \u{438}\u{306}"))
        #expect(differences == [": a has changed"])
    }
}
