import ArgumentParser
import WelcomeCore

/// `welcome schema`: the formats for programs.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Prints the SQL of the leads tables, or the JSON Schema (2020-12) of a format.")

    /// The formats that have a schema.
    enum Subject: String, CaseIterable, ExpressibleByArgument {
        case leads
        case manifest
        case pointer = "manifest-pointer"
        case theme
        case settings
    }

    @Argument(help: "leads (SQL), manifest (a line), manifest-pointer (manifest.json), theme or settings.")
    var subject: Subject

    func run() {
        Console.data(subject.text)
    }
}

extension SchemaCommand.Subject {
    /// The schema, made of the source that is built into the program.
    var text: String {
        let bytes =
            switch self {
            case .leads: PackageResources.leads_sql
            case .manifest: PackageResources.manifest_schema_json
            case .pointer: PackageResources.manifest_pointer_schema_json
            case .theme: PackageResources.theme_schema_json
            case .settings: PackageResources.settings_schema_json
            }
        return SchemaText.filled(String(decoding: bytes, as: UTF8.self))
    }
}
