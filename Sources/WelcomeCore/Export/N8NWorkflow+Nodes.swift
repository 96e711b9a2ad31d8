/// The nodes in the order of a run, and the connections between them.
extension N8NWorkflow {
    private static let everyFiveMinutes: JSONValue = [
        "rule": ["interval": [["field": "minutes", "minutesInterval": 5]]]
    ]

    var nodes: [N8NNode] {
        [start, settings] + reading + [loop, remember] + claiming + sending + [pause, person, later]
    }

    /// From an output of a node to another node; connections from one node stand together.
    static let connections: [(from: String, output: Int, to: String)] = [
        ("Every 5 minutes", 0, "Settings"),
        ("Settings", 0, "Read the pointer"),
        ("Read the pointer", 0, "Files to read"),
        ("Files to read", 0, "Read the files"),
        ("Read the files", 0, "Text of the files"),
        ("Text of the files", 0, "Hash of the files"),
        ("Hash of the files", 0, "Ready requests"),
        ("Ready requests", 0, "One by one"),
        // Of this node the first output is that of the end, the second that of each turn.
        ("One by one", 0, "Remember the build"),
        ("One by one", 1, "Request"),
        ("Request", 0, "Begun here?"),
        ("Begun here?", 0, "Claim"),
        ("Begun here?", 1, "One by one"),
        ("Claim", 0, "Claimed?"),
        ("Claimed?", 0, "Write the request"),
        ("Claimed?", 1, "Taken?"),
        ("Taken?", 0, "One by one"),
        ("Taken?", 1, "Later"),
        ("Write the request", 0, "Send"),
        ("Send", 0, "Read the answer"),
        ("Read the answer", 0, "Note the outcome"),
        ("Note the outcome", 0, "Accepted?"),
        ("Accepted?", 0, "Pause"),
        ("Accepted?", 1, "May others go on?"),
        ("May others go on?", 0, "Pause"),
        ("May others go on?", 1, "A person has to look"),
        ("Pause", 0, "One by one"),
    ]

    // MARK: Reading

    private var start: N8NNode {
        N8NNode(name: "Every 5 minutes", kind: .scheduleTrigger, column: 0, parameters: Self.everyFiveMinutes)
    }

    private var settings: N8NNode {
        var values = [("manifest_url", manifestURL), ("tenant", tenant), ("channel", channel.rawValue)]
        if case .endpoint(let url) = claims { values.append(("claims_url", url)) }
        values += access.values.map { ($0, "") }
        let assignments = values.map { name, value -> JSONValue in
            ["id": .string(name), "name": .string(name), "value": .string(value), "type": "string"]
        }
        return N8NNode(
            name: "Settings", kind: .set, column: 1,
            parameters: ["assignments": ["assignments": .array(assignments)], "options": [:]],
            note: "No secrets here: they belong into credentials")
    }

    private var reading: [N8NNode] {
        [
            N8NNode(
                name: "Read the pointer", kind: .httpRequest, column: 2,
                parameters: fetch("={{ $json.manifest_url }}/manifest.json", as: "json"), credential: .manifest,
                failure: .retries),
            code("Files to read", column: 3, texts.filesToRead),
            // As a file, for only that is the bytes as they came.
            N8NNode(
                name: "Read the files", kind: .httpRequest, column: 4,
                parameters: fetch("={{ $json.url }}", as: "file"),
                credential: .manifest, failure: .retries),
            N8NNode(
                name: "Text of the files", kind: .extractFromFile, column: 5,
                parameters: [
                    "operation": "text", "binaryPropertyName": "data", "destinationKey": "text",
                    "options": ["encoding": "utf8", "stripBOM": false, "keepSource": "both"],
                ]),
            N8NNode(
                name: "Hash of the files", kind: .crypto, column: 6,
                parameters: [
                    "action": "hash", "type": "SHA256", "binaryData": true, "binaryPropertyName": "data",
                    "dataPropertyName": "hash", "encoding": "hex",
                ]),
            code("Ready requests", column: 7, texts.readyRequests),
        ]
    }

    private func fetch(_ url: JSONValue, as format: JSONValue) -> JSONValue {
        [
            "url": url, "authentication": "genericCredentialType", "genericAuthType": "httpBasicAuth",
            "options": [
                "timeout": 30_000, "redirect": ["redirect": ["followRedirects": false]],
                "response": ["response": ["responseFormat": format]],
            ],
        ]
    }

    // MARK: Claiming

    private var loop: N8NNode {
        N8NNode(
            name: "One by one", kind: .splitInBatches, column: 8, parameters: ["batchSize": 1, "options": [:]])
    }

    private var remember: N8NNode { code("Remember the build", column: 9, row: -1, texts.remember) }

    private var claiming: [N8NNode] {
        [
            // A name for the item of this turn, to which the nodes below refer.
            N8NNode(name: "Request", kind: .noOp, column: 9),
            // A further message only behind one that this run has sent: whoever was greeted by another list, through
            // another channel perhaps, gets no rest of this one.
            check("Begun here?", column: 9, row: 1, "={{ \(Self.isBegunHere) }}", isTrue: true),
            claim,
            check("Claimed?", column: 11, "={{ $json.claim }}", is: "claimed"),
            check("Taken?", column: 12, row: 1, "={{ $json.claim }}", is: "taken"),
        ]
    }

    private static let isBegunHere = """
        $('Request').first().json.after === '' || ($('Read the answer').isExecuted \
        && $('Read the answer').first().json.opens === $('Request').first().json.after)
        """

    /// The values of a claim or a note, by the names that the CRM reads and in the order of the statement.
    private var claimValues: [(name: String, value: String)] {
        [
            ("dedup_key", "$('Request').first().json.request.dedup_key"),
            ("tenant", "$('Request').first().json.tenant"),
            ("lead", "$('Request').first().json.lead"), ("is_further", "$('Request').first().json.after !== ''"),
        ]
    }

    private var noteValues: [(name: String, value: String)] {
        [
            ("dedup_key", "$('Request').first().json.request.dedup_key"), ("outcome", "$json.outcome"),
            ("reason", "$json.reason"), ("may_repeat", "$json.may_repeat"),
        ]
    }

    private var claim: N8NNode {
        let note = "Before the message, and never tried again: whoever did not make the row does not send"
        switch claims {
        case .table:
            return N8NNode(
                name: "Claim", kind: .postgres, column: 10, parameters: query(texts.claim, claimValues),
                credential: .claimsTable, note: note)
        case .endpoint:
            let slot = (name: "slot", value: "$('Request').first().json.slot")
            let channel = (name: "channel", value: "$('Request').first().json.channel")
            return N8NNode(
                name: "Claim", kind: .httpRequest, column: 10,
                parameters: post("={{ $('Settings').first().json.claims_url }}", claimValues + [slot, channel]),
                credential: .claimsEndpoint, note: note)
        }
    }

    private var noteOutcome: N8NNode {
        switch claims {
        case .table:
            return N8NNode(
                name: "Note the outcome", kind: .postgres, column: 15, parameters: query(texts.note, noteValues),
                credential: .claimsTable, failure: .retries)
        case .endpoint:
            let url: JSONValue =
                "={{ $('Settings').first().json.claims_url }}/{{ $('Request').first().json.request.dedup_key }}"
            return N8NNode(
                name: "Note the outcome", kind: .httpRequest, column: 15,
                parameters: post(url, Array(noteValues.dropFirst())), credential: .claimsEndpoint, failure: .retries)
        }
    }

    private func query(_ statement: String, _ values: [(name: String, value: String)]) -> JSONValue {
        [
            "operation": "executeQuery", "query": .string(statement),
            "options": ["queryReplacement": .string("={{ [\(values.map(\.value).joined(separator: ", "))] }}")],
        ]
    }

    private func post(_ url: JSONValue, _ values: [(name: String, value: String)]) -> JSONValue {
        let members = values.map { "\($0.name): \($0.value)" }.joined(separator: ", ")
        return [
            "method": "POST", "url": url, "authentication": "genericCredentialType",
            "genericAuthType": "httpHeaderAuth", "sendBody": true, "contentType": "json", "specifyBody": "json",
            "jsonBody": .string("={{ JSON.stringify({ \(members) }) }}"),
            "options": [
                "timeout": 30_000, "redirect": ["redirect": ["followRedirects": false]],
                "response": ["response": ["responseFormat": "json"]],
            ],
        ]
    }

    // MARK: Sending

    private var sending: [N8NNode] {
        [
            code("Write the request", column: 12, texts.writeRequest),
            send,
            code("Read the answer", column: 14, "const failures = \(failures);\n\(texts.readAnswer)"),
            noteOutcome,
            check("Accepted?", column: 16, "={{ $('Read the answer').first().json.success }}", isTrue: true),
            check(
                "May others go on?", column: 17, row: 1, "={{ $('Read the answer').first().json.stops }}", isTrue: false
            ),
        ]
    }

    /// What the channel's answers mean that are no success, as a script has it.
    private var failures: String {
        var json = JSONWriter()
        json.array { json in for failure in channel.channel.failures { failure.write(to: &json) } }
        return String(decoding: json.bytes, as: UTF8.self)
    }

    private var send: N8NNode {
        var parameters: [(name: String, value: JSONValue)] = [
            ("method", "={{ $json.method }}"), ("url", "={{ $json.url }}"),
            ("authentication", "genericCredentialType"), ("genericAuthType", .string(access.kind.rawValue)),
            ("sendHeaders", true), ("specifyHeaders", "json"), ("jsonHeaders", "={{ $json.headers }}"),
        ]
        if access.hasBody {
            // As it is, for n8n would write a form of pairs anew and lose names that stand twice.
            parameters += [
                ("sendBody", true), ("contentType", "raw"), ("rawContentType", "={{ $json.content_type }}"),
                ("body", "={{ $json.body }}"),
            ]
        }
        // Gateways were seen to take more than 30 seconds, and to say with 200 that they did not send.
        parameters.append(
            (
                "options",
                [
                    "timeout": 90_000, "redirect": ["redirect": ["followRedirects": false]],
                    "response": ["response": ["fullResponse": true, "neverError": true]],
                ]
            ))
        return N8NNode(
            name: "Send", kind: .httpRequest, column: 13, parameters: .object(parameters),
            credential: sendCredential, failure: .goesOn,
            note: "Do not switch on Retry On Fail: the message may be out although no answer came")
    }

    private var pause: N8NNode {
        let seconds = "$('Request').first().json.is_last ? 30 + Math.floor(Math.random() * 61) : 2"
        return N8NNode(
            name: "Pause", kind: .wait, column: 18,
            parameters: ["amount": .string("={{ \(seconds) }}"), "unit": "seconds"])
    }

    private var person: N8NNode {
        let request = "$('Request').first().json"
        let answer = "$('Read the answer').first().json"
        return N8NNode(
            name: "A person has to look", kind: .stopAndError, column: 18, row: 2,
            parameters: [
                "errorMessage": .string(
                    "=Lead {{ \(request).lead }} of {{ \(request).tenant }}: {{ \(answer).outcome }} "
                        + "({{ \(answer).reason }}). Look into the chat; nothing is sent until the row has been seen.")
            ])
    }

    private var later: N8NNode { N8NNode(name: "Later", kind: .noOp, column: 13, row: 2) }

    // MARK: Parts

    private func code(_ name: String, column: Int, row: Int = 0, _ script: String) -> N8NNode {
        N8NNode(name: name, kind: .code, column: column, row: row, parameters: ["jsCode": .string(script)])
    }

    private func check(_ name: String, column: Int, row: Int = 0, _ left: JSONValue, is text: JSONValue) -> N8NNode {
        check(name, column, row, left, text, ["type": "string", "operation": "equals"])
    }

    private func check(_ name: String, column: Int, row: Int = 0, _ left: JSONValue, isTrue: Bool) -> N8NNode {
        let operation: JSONValue = isTrue ? "true" : "false"
        return check(
            name, column, row, left, "", ["type": "boolean", "operation": operation, "singleValue": true])
    }

    private func check(
        _ name: String, _ column: Int, _ row: Int, _ left: JSONValue, _ right: JSONValue, _ operator: JSONValue
    ) -> N8NNode {
        let condition: JSONValue = [
            "id": .string(name), "leftValue": left, "rightValue": right, "operator": `operator`,
        ]
        return N8NNode(
            name: name, kind: .if, column: column, row: row,
            parameters: [
                "conditions": [
                    "options": ["version": 2, "caseSensitive": true, "leftValue": "", "typeValidation": "strict"],
                    "combinator": "and", "conditions": [condition],
                ],
                "options": [:],
            ])
    }
}

extension N8NNode.Credential {
    static let manifest = Self(type: "httpBasicAuth", name: "welcome manifest")
    static let claimsTable = Self(type: "postgres", name: "welcome claims")
    static let claimsEndpoint = Self(type: "httpHeaderAuth", name: "welcome claims")
}
