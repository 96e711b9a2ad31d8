package import WelcomeCore

/// From where media are fetched, by what, and how much of it: everything about it that a test may have otherwise.
///
/// Only `hosts` comes from the settings. That addresses must be public, and who vouches for a host, is for nobody to set.
package struct MirrorPolicy: Sendable {
    package var hosts: [MediaHost]
    /// Every address of a host's name; asked once for each request.
    package var resolve: @Sendable (String) -> [IPAddress] = systemAddresses
    /// Tells whether we may connect to an address.
    package var permits: @Sendable (IPAddress) -> Bool = AddressRules.isGlobalUnicast
    /// A file of certificate authorities in place of the system's.
    package var authorities: String?
    /// The path of curl; `nil` where it is not installed.
    package var curl: String?
    /// How long one URL may take, with its redirects.
    package var timeout = Duration.seconds(10)
    /// How long all URLs of a build may take; what was not asked by then waits for the next build.
    package var buildTimeout = Duration.seconds(600)
    /// The most bytes that lie behind a URL.
    package var maxBytes = 25 * 1_048_576
    package var maxRedirects = 3
    /// For how long an answer, good or bad, is not asked for again, in seconds.
    package var freshSeconds: Int64 = 3600

    package init(hosts: [MediaHost]) {
        self.hosts = hosts
        // Known places, not the search path, which may begin with a folder of somebody's own.
        curl = ["/usr/bin/curl", "/bin/curl", "/usr/local/bin/curl"].first { ((try? fileMode($0)) ?? 0) & 0o111 != 0 }
    }
}
