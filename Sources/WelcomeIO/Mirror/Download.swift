import Foundation
import Synchronization
import WelcomeCore

/// Brings what lies behind one URL into a file, by at most a few requests that are each checked anew.
struct Download {
    let policy: MirrorPolicy
    /// The path of curl.
    let curl: String
    /// The file that it comes into, which exists.
    let output: String
    let stop: StopFlag

    /// How a download ended.
    enum End: Sendable {
        /// The file is there, whatever it may be.
        case whole(Validators)
        /// What was there before is still right.
        case unchanged
        case failed(MirrorFault)
    }

    /// Asks for `url`; with `known` only if it has changed since.
    ///
    /// - Throws: `BuildFailure.interrupted`, or an error where curl cannot be started.
    func run(_ url: RemoteURL, known: Validators) throws -> End {
        let deadline = ContinuousClock.now + policy.timeout
        var url = url
        for _ in 0...policy.maxRedirects {
            try stop.check()
            guard url.isCovered(by: policy.hosts), let addresses = addresses(of: url.host, before: deadline),
                !addresses.isEmpty, addresses.allSatisfy(policy.permits)
            else { return .failed(.unreachable) }
            let process = CurlProcess(
                program: curl, authorities: policy.authorities, output: output, maxBytes: policy.maxBytes,
                deadline: deadline)
            let place = "\(url.host):\(url.port):" + addresses.prefix(8).map(\.urlText).joined(separator: ",")
            let answer = try process.run(url.text, resolve: place, headers: known.headers, stop: stop)
            if answer.isTooLarge { return .failed(.tooLarge) }
            switch answer.status {
            case 200: return .whole(Validators(etag: answer.etag, lastModified: answer.lastModified))
            case 304 where !known.headers.isEmpty: return .unchanged
            case 301, 302, 303, 307, 308:
                guard let next = answer.location.flatMap({ RemoteURL($0) }) else { return .failed(.unreachable) }
                url = next
            default: return .failed(.unreachable)
            }
        }
        return .failed(.unreachable)
    }

    /// Asks the resolver, which cannot be hurried, on a thread that is left behind when it takes too long.
    private func addresses(of host: String, before deadline: ContinuousClock.Instant) -> [IPAddress]? {
        let found = FoundAddresses()
        let resolve = policy.resolve
        Thread.detachNewThread {
            let addresses = resolve(host)
            found.list.withLock { $0 = addresses }
            found.isReady.signal()
        }
        while found.isReady.wait(timeout: .now() + .milliseconds(50)) == .timedOut {
            if ContinuousClock.now > deadline || stop.isRaised { return nil }
        }
        return found.list.withLock { $0 }
    }
}

private final class FoundAddresses: Sendable {
    let list = Mutex<[IPAddress]>([])
    let isReady = DispatchSemaphore(value: 0)
}

/// What a server gave along with a file, to be asked whether it has changed.
struct Validators: Sendable, Equatable {
    let etag: String?
    let lastModified: String?

    /// Keeps those that have the form of a tag or of a date, and nothing that could end a header or its quotes.
    init(etag: String? = nil, lastModified: String? = nil) {
        self.etag = etag.flatMap { Self.isTag(Array($0.utf8)) ? $0 : nil }
        self.lastModified = lastModified.flatMap { Self.isDate(Array($0.utf8)) ? $0 : nil }
    }

    /// The lines of a request that ask for a change; none where nothing is known.
    var headers: [String] {
        [etag.map { "If-None-Match: \($0)" }, lastModified.map { "If-Modified-Since: \($0)" }].compactMap(\.self)
    }

    private static func isTag(_ bytes: [UInt8]) -> Bool {
        let tag = bytes.starts(with: "W/".utf8) ? bytes.dropFirst(2) : bytes[...]
        guard (2...256).contains(tag.count), tag.first == 0x22, tag.last == 0x22 else { return false }
        return tag.dropFirst().dropLast().allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }
    }

    private static func isDate(_ bytes: [UInt8]) -> Bool {
        bytes.count == 29 && bytes.suffix(4).elementsEqual(" GMT".utf8)
            && bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }
    }
}
