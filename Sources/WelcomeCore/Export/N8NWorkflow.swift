/// A workflow that n8n imports: it reads the manifest and sends what is ready for one tenant by one channel.
///
/// The order is claim, send, judge, note. Nothing that sends is ever tried again, whatever came back; the claim is a
/// unique row outside n8n, for what n8n remembers of a workflow is only kept when a run has ended, and two runs at once
/// each have their own copy of it.
package struct N8NWorkflow: Sendable {
    /// Who makes the unique rows.
    package enum Claims: Sendable, Hashable {
        /// The table `WelcomeSend` in PostgreSQL, by n8n's own node.
        case table
        /// An address of the CRM.
        case endpoint(String)
    }

    /// The scripts and statements of its nodes, which lie in files of their own.
    package struct Texts: Sendable {
        package var filesToRead: String
        package var readyRequests: String
        package var writeRequest: String
        package var readAnswer: String
        package var remember: String
        package var claim: String
        package var note: String

        package init(
            filesToRead: String, readyRequests: String, writeRequest: String, readAnswer: String, remember: String,
            claim: String, note: String
        ) {
            self.filesToRead = filesToRead
            self.readyRequests = readyRequests
            self.writeRequest = writeRequest
            self.readAnswer = readAnswer
            self.remember = remember
            self.claim = claim
            self.note = note
        }
    }

    package var tenant: String
    package var channel: ChannelName
    package var access: N8NAccess
    /// Where `manifest.json` and its files are read, without a slash at the end.
    package var manifestURL: String
    package var claims: Claims
    package var texts: Texts

    package init(
        tenant: String, channel: ChannelName, access: N8NAccess, manifestURL: String, claims: Claims, texts: Texts
    ) {
        self.tenant = tenant
        self.channel = channel
        self.access = access
        self.manifestURL = manifestURL
        self.claims = claims
        self.texts = texts
    }

    /// The file's text: one JSON object, as n8n's editor imports it.
    package var text: String {
        let workflow: JSONValue = [
            "name": .string("welcome: \(tenant) by \(channel.rawValue)"),
            "nodes": .array(nodes.map(\.json)),
            "connections": connections,
            "active": false,
            // What goes through holds phones and texts, so n8n keeps nothing of runs that ended well.
            "settings": [
                "executionOrder": "v1", "saveDataSuccessExecution": "none", "saveDataErrorExecution": "all",
                "saveManualExecutions": false, "saveExecutionProgress": false,
            ],
            "pinData": [:],
            "tags": [],
        ]
        return workflow.line
    }

    /// What a person has to make in n8n before the workflow can run: a credential's type, name and fields.
    package var credentials: [(type: String, name: String, fields: String)] {
        let claimsCredential =
            switch claims {
            case .table: (N8NNode.Credential.claimsTable, "the database that holds the table WelcomeSend")
            case .endpoint: (N8NNode.Credential.claimsEndpoint, "the header by which the CRM knows n8n")
            }
        let all = [
            (N8NNode.Credential.manifest, "the user and password of the manifest's address"), claimsCredential,
            (sendCredential, access.fields),
        ]
        return all.map { (type: $0.0.type, name: $0.0.name, fields: $0.1) }
    }

    var sendCredential: N8NNode.Credential {
        N8NNode.Credential(type: access.kind.rawValue, name: "welcome \(channel.rawValue) of \(tenant)")
    }

    /// The connections between nodes: from the output of one to another.
    private var connections: JSONValue {
        var outputs: [(name: String, targets: [[String]])] = []
        for connection in Self.connections {
            if outputs.last?.name != connection.from { outputs.append((connection.from, [])) }
            while outputs[outputs.count - 1].targets.count <= connection.output {
                outputs[outputs.count - 1].targets.append([])
            }
            outputs[outputs.count - 1].targets[connection.output].append(connection.to)
        }
        return .object(
            outputs.map { output in
                let main = output.targets.map { names in
                    JSONValue.array(names.map { ["node": .string($0), "type": "main", "index": 0] })
                }
                return (name: output.name, value: ["main": .array(main)])
            })
    }
}
