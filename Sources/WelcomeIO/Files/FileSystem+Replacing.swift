/// What a loss of power leaves of a file that was just replaced.
package enum ReplacementDurability: CaseIterable, Sendable {
    /// The old file, the new one or a damaged one: for what can be made again and is checked when it is read.
    case none
    /// The old file or the new one, whole.
    case whole
    /// The new file.
    case lasting
}

extension FileSystem {
    /// Replaces the file at `path`: whoever reads it gets the old bytes or the new ones, never a part.
    ///
    /// The bytes are written to `draft`, a name of the same file system that nobody else uses, and get their own name by
    /// one rename. A process that is killed leaves the old file and maybe the draft, which the next call overwrites; a
    /// failure removes the draft.
    package func replace(
        _ path: String, with bytes: [UInt8], mode: FileMode, _ durability: ReplacementDurability, draft: String? = nil
    ) throws(FileError) {
        let draft = draft ?? "tmp/\(path.split(separator: "/").last ?? "")"
        do throws(FileError) {
            try write(bytes, to: draft, mode: mode)
        } catch {
            try? remove(draft)
            throw error
        }
        try replace(path, by: draft, durability)
    }

    /// Replaces the file at `path` by the finished file `draft`, which loses its name, as
    /// ``replace(_:with:mode:_:draft:)`` does.
    package func replace(
        _ path: String, by draft: String, _ durability: ReplacementDurability
    ) throws(FileError) {
        do throws(FileError) {
            // A name that is durable before its bytes are would lead to an empty file.
            if durability != .none { try syncFile(draft) }
            try rename(draft, to: path)
        } catch {
            // What stopped the replacement is worth more than what stops the removal.
            try? remove(draft)
            throw error
        }
        if durability == .lasting {
            try syncDirectory(path.split(separator: "/").dropLast().joined(separator: "/"))
        }
    }
}
