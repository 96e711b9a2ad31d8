package import WelcomeCore

extension Site {
    /// Reads the signing keys from `environmentText`, or else from the key file.
    ///
    /// - Throws: `BuildFailure.settings` when there are none, when the file is not safe, or when a key is unusable.
    package func loadKeys(environmentText: String?) throws(BuildFailure) -> KeyRing {
        if let environmentText { return try KeyFile.parse(environmentText, file: KeyFile.variable) }
        guard let (_, ring) = try keyFile.read() else { throw .settings([keyFile.absence]) }
        return ring
    }

    /// The name, for diagnostics, of what keys come from.
    func keysOrigin(_ environmentText: String?) -> String { environmentText == nil ? keysPath : KeyFile.variable }

    /// The file that keys come from where the environment has none.
    var keyFile: KeyFile { KeyFile(path: keysPath, outputPath: outputPath) }
}
