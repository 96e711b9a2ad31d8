/// The server block.
extension NginxFragment {
    /// What a cache may keep of an answer.
    enum CacheRule: String {
        /// Not even the browser: a page that was replaced or revoked must be seen as it is.
        case none = "private, no-store"
        /// Everybody, for ever: the name of an asset is the hash of its content.
        case forever = "public, max-age=31536000, immutable"
    }

    var server: String {
        """
        server {
        \(NginxText.indented(listenLines(listen.port, options: certificate == nil ? "" : " ssl http2")))
        \(NginxText.indented(serverNames))
        \(NginxText.indented(tlsLines))    root \(NginxText.quoted(root));
            server_tokens off;
        \(NginxText.indented(logLines))

            # The folder holds plain files only. A link in it, or on the way to it, is not followed. Nothing about files is
            # remembered: with open_file_cache a page that was removed would still be served.
            disable_symlinks on;
            open_file_cache off;
            merge_slashes off;
            sendfile on;
            tcp_nopush on;

            # These lines stand in every location again, for one add_header there would drop all that are here; and with
            # `always`, for errors would go without them. What an inline script or style may be, each page says itself.
        \(NginxText.indented(headers(cache: .none, isAsset: false)))
            add_header Allow $welcome_allow always;
            if ($welcome_allow) { return 405; }

        \(NginxText.indented(locations))
        }

        """
    }

    private var tlsLines: String {
        guard let certificate else { return "" }
        return """
            ssl_certificate \(NginxText.quoted(certificate.chain));
            ssl_certificate_key \(NginxText.quoted(certificate.key));
            ssl_protocols TLSv1.2 TLSv1.3;
            ssl_session_cache shared:welcome_tls_\(suffix):1m;
            ssl_session_timeout 1d;
            ssl_session_tickets off;

            """
    }

    /// The headers of an answer, one `add_header` a line.
    func headers(cache: CacheRule, isAsset: Bool) -> String {
        // Browsers show a PDF by a plugin of their own, which `object-src` might stop.
        let policy =
            "frame-ancestors 'none'; base-uri 'none'; form-action 'none'" + (isAsset ? "" : "; object-src 'none'")
        var headers = [
            ("Content-Security-Policy", "\"\(policy)\""),
            ("Referrer-Policy", "no-referrer"),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Robots-Tag", "\"noindex, nofollow, noarchive\""),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Permissions-Policy", "\"camera=(), microphone=(), geolocation=(), browsing-topics=()\""),
            ("Cache-Control", "\"\(cache.rawValue)\""),
        ]
        if let promise = transportHeader { headers.append(("Strict-Transport-Security", promise)) }
        return headers.map { "add_header \($0.0) \($0.1) always;" }.joined(separator: "\n")
    }

    private var locations: String {
        """
        # A page: its code and nothing else, in lower case. The file of that name lies two folders deeper, where no address
        # leads. No ETag and no date: nginx makes them of second and size, which two versions of a page can share. \\z is
        # the end, where $ would let a line feed pass.
        location ~ "^/(?<welcome_shelf>[0-9a-hjkmnp-tv-z]{2})[0-9a-hjkmnp-tv-z]{18}\\z" {
        \(NginxText.indented(pageLines))
        \(NginxText.indented(htmlLines))
        \(NginxText.indented(headers(cache: .none, isAsset: false)))
            error_page 404 410 @welcome_miss;
            error_page 403 =404 @welcome_miss;
        }

        # Voice, pictures and documents, by the hash of what they hold. Parts may be asked for, as players do. The types
        # below are all that there are; this table replaces nginx's own, here only.
        location ~ "^/a/[0-9a-f]{32}\\.(\(Self.types.keys.sorted().joined(separator: "|")))\\z" {
            types {
        \(NginxText.indented(NginxText.indented(Self.typeLines)))
            }
            gzip off;
        \(NginxText.indented(headers(cache: .forever, isAsset: true)))
            error_page 404 @welcome_miss;
            error_page 403 =404 @welcome_miss;
        }

        # Browsers ask for it by themselves; there is none, and nobody needs to read of it.
        location = /favicon.ico {
            access_log off;
        \(NginxText.indented(headers(cache: .none, isAsset: false)))
            return 204;
        }
        \(manifestLocation)
        # Everything else does not exist, whatever lies in the folder. There is no robots.txt on purpose: search engines
        # heed noindex only where they may look.
        location / {
            error_page 404 @welcome_miss;
            return 404;
        }

        # The one way to 404 and 410, with a page that mends mistyped links. The limit stands here because `return` in
        # the same location would answer before it counts.
        location @welcome_miss {
            limit_req zone=welcome_\(suffix) burst=40 nodelay;
            limit_req_status 429;
        \(NginxText.indented(htmlLines))
        \(NginxText.indented(headers(cache: .none, isAsset: false)))
            try_files /404.html =404;
        }
        """
    }

    /// The manifest, for programs that run elsewhere, such as n8n; it lies outside the web root, for it holds phones.
    private var manifestLocation: String {
        guard let manifest else { return "" }
        // The name goes inside the quotes, as the variable that it is.
        let path = NginxText.quoted("\(manifest.folder)/").dropLast() + "$welcome_manifest\""
        return """

            # The manifest, which holds phones: for the names in the password file only, and only over TLS. The pointer and
            # its files are all that can be asked for; whatever else lies in the folder is not there.
            location ~ "^/manifest/(?<welcome_manifest>manifest(-[0-9A-Za-z-]+\\.nd|\\.)json)\\z" {
                auth_basic "welcome manifest";
                auth_basic_user_file \(NginxText.quoted(manifest.users));
                # Passwords are tried as often as what does not exist: 40 times, then once a second.
                limit_req zone=welcome_\(suffix) burst=40 nodelay;
                limit_req_status 429;
                alias \(path);
                types { application/json json; application/octet-stream ndjson; }
                gzip off;
                etag off;
                if_modified_since off;
            \(NginxText.indented(headers(cache: .none, isAsset: false)))
                error_page 403 =404 @welcome_miss;
                error_page 404 @welcome_miss;
            }

            """
    }

    private var pageLines: String {
        let ended = expiryScript == nil ? "" : "if ($welcome_ended_\(suffix)) { return 410; }\n"
        let host =
            isMarked
            ? """
            # A page is served under the hosts of its tenant and no other: a build leaves a mark for each.
            if (!-f $document_root/h/$host$uri) { return 404; }

            """ : ""
        let address = "rewrite ^/(.+)$ /p/$welcome_shelf/$1.html break;\n"
        switch store {
        case .html:
            return ended + host + address + """
                gzip on;
                gzip_vary on;
                gzip_proxied any;
                gzip_min_length 512;
                gzip_comp_level 5;
                """
        case .gzip:
            return ended + host + address + """
                # Not try_files, which would look for the name without .gz.
                gzip_static always;
                gunzip on;
                gzip_vary on;
                """
        }
    }

    private var htmlLines: String {
        """
        types { text/html html; }
        charset utf-8;
        etag off;
        if_modified_since off;
        max_ranges 0;
        add_header Last-Modified "" always;
        """
    }

    /// The type of every asset, by extension: whatever a build can publish.
    static let types = MediaFormat.allCases.reduce(into: [:]) { types, format in
        types[format.fileExtension] = format.mimeType
    }

    private static var typeLines: String {
        types.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key);" }.joined(separator: "\n")
    }
}
