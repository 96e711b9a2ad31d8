/// The part of nginx's configuration that serves one site: what `http` takes, with a comment for each decision.
///
/// Only two shapes of address are served, pages by their code and assets by their hash. Whatever else is asked for ends
/// in one named location, so that there is one place that says 404, one limit, and no way to a file by its path.
package struct NginxFragment: Sendable {
    /// The files of a TLS certificate, by absolute path.
    package struct Certificate: Sendable, Hashable {
        package var chain: String
        package var key: String

        package init(chain: String, key: String) {
            self.chain = chain
            self.key = key
        }
    }

    /// Who may read the manifest over the network.
    package struct ManifestAccess: Sendable, Hashable {
        /// The absolute path of the output folder, without a symbolic link in it.
        package var folder: String
        /// The absolute path of the file with names and passwords, as `auth_basic_user_file` takes it.
        package var users: String

        package init(folder: String, users: String) {
            self.folder = folder
            self.users = users
        }
    }

    /// What links of the site and of its tenants begin with; the site's own is the first.
    package var origins: [BaseURL]
    /// The absolute path of the folder that is served, without a symbolic link in it.
    package var root: String
    package var store = PageStore.html
    package var listen = ListenAddress.http
    package var certificate: Certificate?
    /// The absolute path of `ExpiryScript` on disk; without it an expired page ends with the build that removes it.
    package var expiryScript: String?
    package var log = "/var/log/nginx/welcome.log"
    /// Where the manifest is served to the programs that a password file names; without it, nowhere.
    package var manifest: ManifestAccess?

    package init(origins: [BaseURL], root: String) {
        precondition(!origins.isEmpty)
        self.origins = origins
        self.root = root
    }

    /// The fragment, ready for a file of its own in `conf.d`.
    package var text: String {
        [introduction, expiry, missLimit, logging, redirect, server].compactMap(\.self).joined(separator: "\n")
    }

    // MARK: Names

    /// The host names, each once, the site's own first.
    var hosts: [String] {
        var hosts: [String] = []
        for origin in origins where !hosts.contains(origin.host) { hosts.append(origin.host) }
        return hosts
    }

    /// What tells the names of this fragment from those of another site in the same nginx.
    var suffix: String {
        String(decoding: origins[0].host.utf8.map { isNameByte($0) ? $0 : UInt8(ascii: "_") }, as: UTF8.self)
    }

    /// Where errors are written: beside the other log.
    var errorLog: String {
        log.hasSuffix(".log") ? "\(log.dropLast(4)).error.log" : "\(log).error"
    }

    private func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }
}

extension BaseURL {
    /// The host alone, without scheme and port.
    var host: String {
        let rest = description.drop { $0 != "/" }.dropFirst(2)
        return String(rest.prefix { $0 != ":" })
    }

    var isSecure: Bool { description.hasPrefix("https://") }
}
