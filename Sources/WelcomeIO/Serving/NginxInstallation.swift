import Foundation
import WelcomeCore

/// What this machine's nginx can do, and the one file that it is given besides its configuration.
package enum NginxInstallation {
    /// Tells whether the module for scripts is installed, in the places where distributions put it.
    package static var hasScripts: Bool {
        ["/usr/lib/nginx/modules", "/usr/lib64/nginx/modules", "/etc/nginx/modules"].contains {
            (try? fileMode("\($0)/ngx_http_js_module.so")) != nil
        }
    }

    /// Writes the script that knows expired links, in place of an older one.
    package static func writeExpiryScript(to path: String) throws(BuildFailure) {
        let url = URL(fileURLWithPath: path)
        do throws(FileError) {
            let folder = url.deletingLastPathComponent().path
            guard try fileMode(folder) != nil else { throw FileError(operation: "open", path: folder, code: 2) }
            try LocalFileSystem(root: folder).replace(
                url.lastPathComponent, with: Array(ExpiryScript.text.utf8), mode: .published, .whole,
                draft: ".\(url.lastPathComponent).new")
        } catch {
            throw .files(error)
        }
    }
}
