/// What stands beside the server: names, limits and logs.
extension NginxFragment {
    var introduction: String {
        let dollar =
            root.utf8.contains(UInt8(ascii: "$"))
            ? "\n# nginx has no escape for the dollar sign in the path below.\ngeo $\(NginxText.dollar) { default \"$\"; }\n"
            : ""
        return """
            # The welcome pages of \(hosts[0])\(otherHosts), made by `welcome nginx`.
            #
            # Print it again after a change of base_url, of tenants or of the output folder; edit the settings, not this.
            # To install it, in the folder of the site:
            #
            #     welcome nginx | sudo tee /etc/nginx/conf.d/welcome.conf >/dev/null
            #     sudo nginx -t
            #     sudo systemctl reload nginx
            #
            # A link is the only secret that protects a page. Hence the care for headers, logs and caches below.
            # \(storeNote)
            \(dollar)
            """
    }

    private var otherHosts: String {
        switch hosts.count {
        case 1: ""
        case 2: " and 1 more host"
        default: " and \(hosts.count - 1) more hosts"
        }
    }

    private var storeNote: String {
        switch store {
        case .html: "Pages lie on disk as HTML."
        case .gzip: "Pages lie on disk compressed; nginx needs its modules gzip_static and gunzip, as Debian's has."
        }
    }

    var expiry: String? {
        expiryScript.map {
            """
            # A link whose last day has passed answers 410, on the request itself. The script reads the day from the link,
            # so the answer does not tell whether there ever was a page. Needs nginx's njs (libnginx-mod-http-js).
            js_import welcome_\(suffix) from \(NginxText.quoted($0));
            js_set $welcome_ended_\(suffix) welcome_\(suffix).ended;

            """
        }
    }

    var missLimit: String {
        """
        # What does not exist may be asked for 40 times at once by an address and once a second after that; then 429.
        # This spares the logs and the processor. It is not what keeps guessers out: the 80 bits of a link are. WhatsApp
        # asks for every beginning of a link while it is typed, hence 40; and a page that exists is never limited, for
        # phone companies put thousands of readers behind one address.
        # Behind another proxy, set_real_ip_from must name it first, or all readers count as one.
        limit_req_zone $binary_remote_addr zone=welcome_\(suffix):10m rate=1r/s;

        # Pages are read, never written to.
        map $request_method $welcome_allow {
            default "GET, HEAD";
            GET "";
            HEAD "";
        }

        """
    }

    var logging: String {
        """
        # A log holds at most the first 4 characters of a link: of every address but an asset's only the beginning is
        # kept, of a referring page only the host, and of a browser's name nothing if it looks like a link.
        map $request_uri $welcome_path {
            "~^/a/[0-9a-f]{32}\\.[0-9a-z]{2,5}$" $request_uri;
            "~^(?<welcome_start>/.{4})." "$welcome_start...";
            "~^/" $request_uri;
            default "-";
        }
        map $http_referer $welcome_referer {
            "~^(?<welcome_referring>https?://[0-9A-Za-z.-]{1,100})(:|/|$)" $welcome_referring;
            default "-";
        }
        map $http_user_agent $welcome_agent {
            "~*[0-9a-hjkmnp-tv-z]{20}" "-";
            default $http_user_agent;
        }
        log_format welcome_\(suffix) '$remote_addr - - [$time_local] "$request_method $welcome_path $server_protocol" '
            '$status $body_bytes_sent "$welcome_referer" "$welcome_agent"';

        """
    }

    /// The lines that every server block of the fragment has.
    var logLines: String {
        """
        access_log \(NginxText.quoted(log)) welcome_\(suffix);
        # Lines of an error log hold whole addresses, so it gets only what is critical. Whoever lowers the level makes a
        # log of links. Keep both logs at mode 0640 and for a short time, as Debian's logrotate does in /var/log/nginx;
        # before the first start: sudo install -o www-data -g adm -m 640 /dev/null FILE
        error_log \(NginxText.quoted(errorLog)) crit;
        log_not_found off;
        limit_req_log_level info;
        """
    }

    /// From http to https, when this nginx speaks TLS on its usual port.
    var redirect: String? {
        guard certificate != nil, listen.port == ListenAddress.https.port else { return nil }
        var known: Set<String> = [origins[0].host]
        let others = origins.filter { known.insert($0.host).inserted }.map { origin in
            "    \(NginxText.hostPattern(origin.host)) \(origin);\n"
        }
        return """
            # A link that was typed without https goes on to it, and to no other host.
            map $host $welcome_origin_\(suffix) {
                default \(origins[0]);
            \(others.joined())}
            server {
            \(NginxText.indented(listenLines(ListenAddress.http.port, options: "")))
            \(NginxText.indented(serverNames))
                server_tokens off;
            \(NginxText.indented(logLines))
            \(NginxText.indented(headers(cache: .none, isAsset: false)))
                return 301 $welcome_origin_\(suffix)$request_uri;
            }

            """
    }

    /// Which hosts are never spoken to without TLS, where that is so for some of them only.
    var transportSecurity: String? {
        guard !secureHosts.isEmpty, secureHosts.count < hosts.count else { return nil }
        let keys = secureHosts.map { "    \(NginxText.hostPattern($0)) \"\(Self.transportPromise)\";\n" }
        return """
            # Only hosts whose links all begin with https promise to be spoken to by it.
            map $host \(transportVariable) {
                default "";
            \(keys.joined())}

            """
    }

    /// What the header that promises TLS says; `nil` where no host does.
    var transportHeader: String? {
        guard !secureHosts.isEmpty else { return nil }
        return secureHosts.count == hosts.count ? "\"\(Self.transportPromise)\"" : transportVariable
    }

    private var transportVariable: String { "$welcome_transport_\(suffix)" }

    private static let transportPromise = "max-age=31536000"

    /// The hosts that no link names without TLS.
    private var secureHosts: [String] {
        let plain = Set(origins.filter { !$0.isSecure }.map(\.host))
        return hosts.filter { !plain.contains($0) }
    }

    func listenLines(_ port: Int, options: String) -> String {
        listen.with(port: port).map { "listen \($0)\(options);" }.joined(separator: "\n")
    }
}
