import Foundation
import WelcomeCore
import WelcomeIO

/// The report of a build as one JSON object (contract of `welcome build --json`).
enum ReportJSON {
    static func render(_ report: BuildReport) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("build", report.build)
            json.key("counts")
            json.object { json in
                json.member("leads", report.leads)
                json.member("rejected", report.rejected)
                json.member("pages_written", report.pagesWritten)
                json.member("pages_unchanged", report.pagesUnchanged)
                json.member("pages_removed", report.pagesRemoved)
                json.key("by_state")
                json.object { json in
                    for state in ManifestState.allCases { json.member(state.rawValue, report.byState[state] ?? 0) }
                }
            }
            json.key("phases")
            json.array { json in
                for phase in report.phases {
                    json.object { json in
                        json.member("name", phase.name)
                        json.key("seconds")
                        json.decimal(phase.seconds)
                    }
                }
            }
            json.member("bytes_written", report.bytesWritten)
            json.member("peak_memory_bytes", peakMemoryBytes())
            json.key("fields")
            json.object { json in
                for (name, coverage) in report.fields.sorted(by: { $0.key < $1.key }) {
                    json.key(name)
                    json.object { json in
                        json.member("filled", coverage.filled)
                        json.member("fallback", coverage.fallback)
                    }
                }
            }
            json.key("unsendable")
            json.array { json in
                for reason in report.unsendable {
                    json.object { json in
                        json.member("code", reason.code)
                        json.member("column", reason.column)
                        json.member("count", reason.count)
                        json.key(report.rowsAreLines ? "lines" : "rows")
                        json.array { json in for example in reason.examples { json.number(Int(example)) } }
                    }
                }
            }
            json.key("findings")
            json.array { json in
                for diagnostic in report.diagnostics + report.readinessDiagnostics {
                    json.object { json in
                        json.member("severity", diagnostic.severity.rawValue)
                        json.member("code", diagnostic.code.rawValue)
                        json.member("file", diagnostic.location?.file)
                        json.member("summary", diagnostic.summary)
                    }
                }
            }
            json.key("advice")
            json.array { json in for advice in report.advice { json.string(advice) } }
            json.key("problems")
            json.array { json in
                for problem in report.rowProblems {
                    json.object { json in
                        json.member("code", problem.code.rawValue)
                        json.member("severity", problem.severity.rawValue)
                        json.member("column", problem.column)
                        json.member("count", problem.count)
                        json.key(report.rowsAreLines ? "lines" : "rows")
                        json.array { json in for example in problem.examples { json.number(Int(example)) } }
                    }
                }
            }
        }
        json.endLine()
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

extension JSONWriter {
    /// A number with three decimals.
    mutating func decimal(_ value: Double) {
        let thousandths = Int((value * 1000).rounded())
        let fraction = "\(thousandths % 1000 + 1000)".dropFirst()
        literal("\(thousandths / 1000).\(fraction)")
    }
}
