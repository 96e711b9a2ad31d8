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
    /// Whether pages have marks for the hosts that they are served under.
    package var isMarked = false
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
        [introduction, expiry, missLimit, logging, transportSecurity, redirect, server].compactMap(\.self)
            .joined(separator: "\n")
    }

    // MARK: Names

    /// The host names, each once, the site's own first.
    var hosts: [String] {
        var known: Set<String> = []
        return origins.map(\.host).filter { known.insert($0).inserted }
    }

    /// The hosts in the form of `server_name`, each on a line of its own: nginx reads no line of more than 4,095 bytes.
    var serverNames: String {
        "server_name " + hosts.map { NginxText.hostPattern($0) }.joined(separator: "\n    ") + ";"
    }

    /// Tells whether nginx can read the text: no line of it is longer than the 4,095 bytes that fit into its buffer.
    package var isReadable: Bool {
        text.split(separator: "\n").allSatisfy { $0.utf8.count < Self.lineLimit }
    }

    private static let lineLimit = 4_096

    /// What tells the names of this fragment from those of another site in the same nginx.
    ///
    /// A hyphen becomes two underscores, so that `a-b.kz` and `a.b.kz` are told apart.
    var suffix: String {
        let name = origins[0].host.utf8.flatMap { byte in
            switch byte {
            case UInt8(ascii: "."): Array("_".utf8)
            case UInt8(ascii: "-"): Array("__".utf8)
            default: [byte]
            }
        }
        return String(decoding: name, as: UTF8.self)
    }

    /// Where errors are written: beside the other log.
    var errorLog: String {
        log.hasSuffix(".log") ? "\(log.dropLast(4)).error.log" : "\(log).error"
    }
}
