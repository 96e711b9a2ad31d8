import ArgumentParser
import Foundation
import WelcomeCore
import WelcomeIO

/// `welcome nginx`: how the site is served, and whether only that can be seen.
struct NginxCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nginx",
        abstract: "Prints the nginx configuration for this site, or checks what it would make public.",
        discussion: """
            welcome nginx | sudo tee /etc/nginx/conf.d/welcome.conf >/dev/null

            --output-check ends with exit code 1 when anything but pages and assets lies in the folder that is served, \
            or when others may read or change what they must not.
            """)

    @OptionGroup var place: SiteOptions

    @Option(
        help: ArgumentHelp(
            "Port, or address:port; 80 when not given, and 443 with a certificate.", valueName: "address"),
        transform: { text in
            guard let address = ListenAddress(text) else {
                throw ValidationError("--listen takes a port, or an address and a port, such as 127.0.0.1:8080")
            }
            return address
        })
    var listen: ListenAddress?

    @Option(help: ArgumentHelp("TLS certificate chain; on port 443, http is sent on to https.", valueName: "file"))
    var certificate: String?

    @Option(help: ArgumentHelp("The certificate's key.", valueName: "file"))
    var certificateKey: String?

    @Option(help: ArgumentHelp("Write the script that answers 410 for expired links, and use it.", valueName: "file"))
    var njs: String?

    @Option(help: ArgumentHelp("The access log; it keeps 4 characters of a link.", valueName: "file"))
    var log = "/var/log/nginx/welcome.log"

    @Option(
        help: ArgumentHelp(
            "Serve the manifest below /manifest, to the names in this password file.", valueName: "file"))
    var manifestUsers: String?

    @Flag(help: "Print nothing; look for what must not be public in the output folder.")
    var outputCheck = false

    @OptionGroup var reporting: ReportOptions

    func validate() throws {
        guard (certificate == nil) == (certificateKey == nil) else {
            throw ValidationError("--certificate and --certificate-key go together")
        }
        for path in [certificate, certificateKey, njs, log, manifestUsers].compactMap(\.self) {
            guard NginxFragment.isPlainPath(absolute(path)) else {
                throw ValidationError("nginx cannot take a dollar sign or a control character in \(path)")
            }
        }
        if let njs, !NginxFragment.isScriptPath(absolute(njs)) {
            throw ValidationError("nginx cannot load a script from a path with a quote or a backslash, such as \(njs)")
        }
    }

    func run() throws {
        let console = Console(reporting)
        var status = ExitStatus.done
        do throws(BuildFailure) {
            let (site, diagnostics) = try BuildInputs.siteWithTenants(place.open())
            if outputCheck {
                status = show(try OutputCheck.run(site), of: site, console)
            } else {
                console.show(site.warnings + diagnostics)
                try printFragment(site, console)
                // Hosts of other tenants are served, whatever one has written.
                if diagnostics.contains(where: \.stopsTenant) { status = .rejected }
            }
        } catch {
            status = console.end(error)
        }
        if status != .done { throw status.code }
    }

    private func show(_ diagnostics: [Diagnostic], of site: Site, _ console: Console) -> ExitStatus {
        console.show(diagnostics)
        if diagnostics.isEmpty { console.say("Only pages and assets can be seen in \(site.webRootPath).") }
        return diagnostics.isEmpty ? .done : .diagnostics
    }

    private func printFragment(_ site: Site, _ console: Console) throws(BuildFailure) {
        let settings = site.settings
        let marked = try markedHosts(site)
        var fragment = NginxFragment(origins: settings.servedOrigins + (marked ?? []), root: site.realWebRootPath)
        fragment.isMarked = marked != nil
        if marked == nil, ServingHosts(settings).areSeveral {
            console.say(
                "Until the site is built and this printed again, a page answers under the hosts of all tenants.")
        }
        fragment.store = settings.pageStore
        fragment.log = absolute(log)
        if let certificate, let certificateKey {
            fragment.certificate = .init(chain: absolute(certificate), key: absolute(certificateKey))
        }
        if let manifestUsers {
            fragment.manifest = .init(folder: site.realOutputPath, users: absolute(manifestUsers))
        }
        fragment.listen = listen ?? (certificate == nil ? .http : .https)
        if let njs {
            try NginxInstallation.writeExpiryScript(to: njs)
            fragment.expiryScript = absolute(njs)
        } else if NginxInstallation.hasScripts {
            console.say(
                "nginx can run scripts here: with --njs FILE a link answers 410 from the end of its last day on.")
        }
        if let folder = site.closedFolder {
            console.say("nginx's user may not enter \(folder) and would answer 404 to everything: chmod o+x \(folder)")
        }
        guard fragment.isReadable else {
            throw .settings([
                Diagnostic(
                    .error, .settingsValue, at: SourceLocation(file: site.webRootPath),
                    "nginx reads no path this long", fix: "move the site to a folder with a shorter path")
            ])
        }
        Console.data(fragment.text)
    }

    /// The origins that pages lie ready for, those of a tenant among them whose row cannot be read at present.
    private func markedHosts(_ site: Site) throws(BuildFailure) -> [BaseURL]? {
        do throws(FileError) {
            return try site.markedHosts()?.compactMap { BaseURL("https://\($0)") }.filter { !$0.isOfThisMachine }
        } catch {
            throw .files(error)
        }
    }

    private func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }
}
