import Crypto
import WelcomeCore

/// A digest over what is done to links, from which a build without leads takes its name.
struct LinkDigest {
    private var hash = SHA256()

    mutating func add(_ job: PageJob) {
        hash.update(data: job.record.code.bytes)
        hash.update(data: Array("\(job.fate)\n".utf8))
    }

    /// Adds the name of the build before, so that the same thing done twice has two names.
    mutating func add(_ build: String) {
        hash.update(data: Array("\(build)\n".utf8))
    }

    var bytes: [UInt8] { Array(hash.finalize()) }
}
