/// The names under which people keep what only the CRM may hold.
enum SecretNames {
    private static let words = [
        "token", "secret", "password", "passwd", "apikey", "accesskey", "authkey", "bearer", "credential", "accountsid",
        "instanceid", "flowid", "phonenumberid", "sessionid", "login",
    ]

    /// Tells whether a setting called `key` would hold a secret, or the id of an account.
    static func contain(_ key: String) -> Bool {
        let letters = key.utf8.compactMap { byte -> UInt8? in
            switch byte {
            case 0x41...0x5A: byte + 32
            case 0x61...0x7A, 0x30...0x39: byte
            default: nil
            }
        }
        let name = String(decoding: letters, as: UTF8.self)
        return words.contains { name.contains($0) } || ["key", "instance", "session", "auth", "sid"].contains(name)
    }
}
