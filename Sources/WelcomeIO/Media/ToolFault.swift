import Glibc

/// Why a program made nothing of a file.
package struct ToolFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// What went wrong.
    package enum Reason: Sendable, Hashable {
        case exited(Int32)
        case crashed(signal: Int32)
        case timedOut
        case tooLoud
        /// It said that all is well and left no file, or one that is not what was asked for.
        case unusable
        /// The file is of a kind that we do not let the program open.
        case refused
        case tooLong
        /// The file changed while we looked at it.
        case changed
        case notStarted
    }

    /// The program's name.
    package var tool: String
    package var reason: Reason
    /// The last thing that it said; may speak of the file's content.
    package var words = ""

    /// Whether the program may do better the next time: it crashed, and not for a limit.
    var mayPass: Bool {
        if case .crashed(let signal) = reason { ![SIGKILL, SIGXCPU, SIGXFSZ].contains(signal) } else { false }
    }

    package var description: String {
        switch reason {
        case .exited(let code): "\(tool) ended with code \(code)"
        case .crashed(let signal): "\(tool) was ended by signal \(signal), as by its limits of memory, time or size"
        case .timedOut: "\(tool) took too long and was ended"
        case .tooLoud: "\(tool) wrote without end and was ended"
        case .unusable: "\(tool) made nothing that can be used"
        case .refused: "\(tool) takes the file for another format than its first bytes say"
        case .tooLong: "the sound is longer than an hour"
        case .changed: "the file changed during the build"
        case .notStarted: "\(tool) cannot be started"
        }
    }
}
