import ArgumentParser
import WelcomeCore
import WelcomeIO

/// `welcome export n8n`: a workflow that sends what the manifest has ready.
struct ExportN8NCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "n8n",
        abstract: "Prints a workflow for n8n that reads the manifest and sends what is ready, to each lead once.",
        discussion: """
            welcome export n8n > welcome.n8n.json

            A workflow serves one tenant and one channel, for the token is theirs. It holds no secret: it names \
            credentials, and n8n keeps them. Documentation/n8n.md says how to set it up.
            """)

    @Option(help: ArgumentHelp("The tenant to send for, where there are several.", valueName: "id"))
    var tenant: String?

    @Option(help: ArgumentHelp("The channel to send by; the tenant's when not given.", valueName: "name"))
    var channel: ChannelName?

    @Option(
        help: ArgumentHelp("Where the manifest is read; /manifest of the site when not given.", valueName: "url"),
        transform: { try WebAddress.parse($0, option: "--manifest-url") })
    var manifestURL: String?

    @Option(
        help: ArgumentHelp(
            "The CRM's address for claims; without it n8n makes them in a table of PostgreSQL.", valueName: "url"),
        transform: { try WebAddress.parse($0, option: "--claims-url") })
    var claimsURL: String?

    @OptionGroup var place: SiteOptions
    @OptionGroup var reporting: ReportOptions

    func run() throws {
        let console = Console(reporting)
        let workflow = try makeWorkflow(settings(console))
        Console.data(json: workflow.text)
        console.say("Make these credentials in n8n before the workflow runs:")
        for credential in workflow.credentials {
            console.say("  \(credential.name) (\(credential.type)): \(credential.fields)")
        }
    }

    private func settings(_ console: Console) throws -> SiteSettings {
        do throws(BuildFailure) {
            let (site, diagnostics) = try BuildInputs.siteWithTenants(place.open())
            console.show(site.warnings + diagnostics)
            return site.settings
        } catch {
            throw console.end(error).code
        }
    }

    private func makeWorkflow(_ settings: SiteSettings) throws -> N8NWorkflow {
        let chosen = try chosenTenant(of: settings)
        let channel = channel ?? chosen.channel
        do throws(N8NRefusal) {
            return N8NWorkflow(
                tenant: chosen.id.string, channel: channel, access: try N8NAccess.to(channel),
                manifestURL: manifestURL ?? "\(settings.baseURL)/manifest",
                claims: claimsURL.map { .endpoint($0) } ?? .table, texts: .shipped)
        } catch {
            throw ValidationError("\(error)")
        }
    }

    private func chosenTenant(of settings: SiteSettings) throws -> TenantSettings {
        let known = settings.tenants
        guard let tenant else {
            guard known.count < 2 else {
                let ids = known.map(\.id.string).joined(separator: ", ")
                throw ValidationError("--tenant says for which tenant: \(ids)")
            }
            return known.first ?? settings.tenant(LeadText("default"))
        }
        guard let found = known.first(where: { $0.id == LeadText(tenant) }) else {
            throw ValidationError("no tenant of this site has the id given to --tenant")
        }
        return found
    }
}

extension N8NWorkflow.Texts {
    /// The texts that come with the program.
    fileprivate static var shipped: Self {
        func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
        return Self(
            filesToRead: text(PackageResources.n8n_files_to_read_js),
            readyRequests: text(PackageResources.n8n_ready_requests_js),
            writeRequest: text(PackageResources.n8n_write_request_js),
            readAnswer: text(PackageResources.n8n_read_answer_js),
            remember: text(PackageResources.n8n_remember_js),
            claim: text(PackageResources.n8n_claim_sql),
            note: text(PackageResources.n8n_note_sql))
    }
}
