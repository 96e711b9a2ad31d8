import Foundation
import Glibc
import WelcomeCore

/// Where the themes and settings that come with the program lie.
package struct ShippedFiles: Sendable {
    private let root: String

    package var themesPath: String { "\(root)/themes" }

    /// Reads the settings of the sample.
    package func settings() throws(BuildFailure) -> [UInt8] {
        do throws(FileError) {
            return try wholeFile("\(root)/welcome.yml") ?? []
        } catch {
            throw .files(error)
        }
    }

    /// Looks in `../share/welcome` beside the program, then in the folders above it, as in a checkout.
    ///
    /// - Throws: `BuildFailure.settings` when the files were not installed with the program.
    package static func find() throws(BuildFailure) -> ShippedFiles {
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        var candidates = [program.appendingPathComponent("../share/welcome").standardized.path]
        var folder = program
        while folder.path != "/" {
            candidates.append(folder.path)
            folder.deleteLastPathComponent()
        }
        for candidate in candidates where (try? fileMode("\(candidate)/themes/base/theme.yml")) != nil {
            return ShippedFiles(root: candidate)
        }
        throw .settings([
            Diagnostic(
                .error, .themeMissing, at: SourceLocation(file: candidates[0]),
                "the themes that come with the program are not installed here",
                fix: "copy `themes` and `welcome.yml` of the program's repository into this folder")
        ])
    }
}
