import Foundation
import Testing
import WelcomeCore
import WelcomeIO
import WelcomeTestSupport

/// Readers of rows on inputs that nobody thought of, beside Python's readers where both accept one.
@Suite struct ReaderMutationTests {
    private func corpus(_ folder: String) throws -> [[UInt8]] {
        let path = Fixtures.path("mutations/\(folder)")
        return try FileManager.default.contentsOfDirectory(atPath: path).sorted().map {
            [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(path)/\($0)")))
        }
    }

    /// What Python reads of each input; `nil` where it refuses one.
    private func python(_ format: String, _ inputs: [[UInt8]]) throws -> [Any?] {
        let lines = inputs.map { Data($0).base64EncodedString() + "\n" }.joined()
        let run = try PythonTool.run("read_inputs", [format], input: lines)
        try #require(run.status == 0, "\(run.stderr)")
        return try run.stdout.split(separator: "\n").map { line in
            let value = try JSONSerialization.jsonObject(with: Data(line.utf8), options: .fragmentsAllowed)
            return value is NSNull ? nil : value
        }
    }

    private func bytes(_ base64: Any?) -> [UInt8]? {
        (base64 as? String).flatMap { Data(base64Encoded: $0) }.map { [UInt8]($0) }
    }

    // MARK: CSV

    private func read(_ file: LeadFile, chunk: Int) -> Result<[SourceEvent], LeadSourceError> {
        var request = LeadSourceRequest(path: file.path, file: "leads")
        request.chunkBytes = chunk
        do throws(LeadSourceError) {
            let source = try LeadSourceDetector.open(request)
            var events: [SourceEvent] = []
            while let event = try source.next() { events.append(event) }
            return .success(events)
        } catch {
            return .failure(error)
        }
    }

    @Test func readsNoRowOfCSVThatPythonDoesNot() throws {
        let mutation = Mutation(
            of: try corpus("csv"),
            tokens: [
                "\"", "\"\"", ",", "\n", "\r\n", "\r", ",\"", "\",", "\"\n", "id", "\u{FEFF}", "2,b,+77010000002\n",
                " ",
            ])
        try mutation.run(rounds: 4, atATime: 200) { inputs in
            let theirs = try python("csv", inputs)
            for (input, theirs) in zip(inputs, theirs) {
                let comment = Comment(rawValue: "input: \(Data(input).base64EncodedString())")
                let file = try LeadFile(bytes: input)
                let ours = read(file, chunk: 1 << 18)
                for chunk in [1, 3] { #expect(read(file, chunk: chunk) == ours, comment) }
                guard case .success(let events) = ours, let theirs = theirs as? [[Any]], let header = theirs.first
                else {
                    continue
                }
                // Python takes commas alone, and a blank line before the header for it.
                let isTheirs = events.allSatisfy { event in
                    if case .row(let row) = event { row.fields.count == header.count } else { true }
                }
                guard isTheirs, input.contains(UInt8(ascii: ",")) || header.count == 1 else { continue }
                let rows = theirs.dropFirst().map { row in row.map { bytes($0) } }
                var rest = rows[...]
                var lostLines = 0
                for event in events {
                    switch event {
                    case .row(let row):
                        let values = row.fields.map { field -> [UInt8]? in
                            if case .text(let bytes) = field.value { bytes } else { nil }
                        }
                        guard let found = rest.firstIndex(of: values) else {
                            Issue.record("a row that Python does not read; \(comment)")
                            return
                        }
                        lostLines -= rest[..<found].count { $0.count == header.count }
                        rest = rest[(found + 1)...]
                    case .problem(let problem): lostLines += problem.positions.count
                    }
                }
                lostLines -= rest.count { $0.count == header.count }
                // Lines that end with CR are one line of ours where lines end with LF.
                let hasBareCR = zip(input, input.dropFirst() + [10]).contains { $0 == 13 && $1 != 10 }
                #expect(lostLines >= 0 || hasBareCR, comment)
            }
        }
    }

    // MARK: JSON

    private func isSame(_ ours: RawValue, _ theirs: Any) -> Bool {
        guard let pair = theirs as? [Any], let kind = pair.first as? String else {
            return theirs is NSNull && ours == .null
        }
        switch ours {
        case .null: return false
        case .text(let text): return kind == "s" && bytes(pair[1]) == text
        case .number(let number): return kind == "n" && (pair[1] as? String).map { Array($0.utf8) } == number
        case .boolean(let value): return kind == "b" && (pair[1] as? Bool) == value
        case .object: return kind == "o"
        case .list(let values):
            guard kind == "l", let elements = pair[1] as? [Any], elements.count == values.count else { return false }
            return zip(values, elements).allSatisfy { isSame($0, $1) }
        }
    }

    @Test func readsJSONAsPythonDoes() throws {
        let mutation = Mutation(
            of: try corpus("json"),
            tokens: [
                "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud83d", "\\udc4b", "null", "true", "1e", "-", ".",
                "0",
                "\"a\":", " ", "\t", "\u{1}", "\u{7F}", "NaN", "[[[[[[[[[[[[[[[[",
            ])
        try mutation.run(rounds: 10, atATime: 1_000) { inputs in
            let theirs = try python("json", inputs)
            for (input, theirs) in zip(inputs, theirs) where isText(input) {
                let comment = Comment(rawValue: "input: \(Data(input).base64EncodedString())")
                var names: [[UInt8]] = []
                switch JSONScanner.object(in: 0..<input.count, of: input, sharing: &names) {
                case .success(let fields):
                    let members = (theirs as? [[Any]]) ?? []
                    #expect(theirs != nil && members.count == fields.count, comment)
                    for (field, member) in zip(fields, members) {
                        #expect(field.name == bytes(member[0]) && isSame(field.value, member[1]), comment)
                    }
                case .failure(.tooDeep), .failure(.tooLong): break
                case .failure: #expect(theirs == nil, comment)
                }
            }
        }
    }

    private func isText(_ bytes: [UInt8]) -> Bool { String(validating: bytes, as: UTF8.self) != nil }
}
