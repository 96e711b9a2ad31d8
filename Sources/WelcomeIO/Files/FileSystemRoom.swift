import CLinux
import Glibc

/// What a file system has left, as far as it can tell beforehand.
package struct FileSystemRoom: Sendable {
    /// How many files and folders there can be besides those that exist; `nil` where they have no fixed number.
    package var files: Int?
    /// How many bytes files can grow by; `nil` where files are compressed and may need fewer than they have.
    package var bytes: Int?

    package init(files: Int?, bytes: Int?) {
        self.files = files
        self.bytes = bytes
    }

    /// btrfs and ZFS, by the numbers that `statfs(2)` knows them by.
    private static let compressing: Set<UInt32> = [0x9123_683E, 0x2FC1_2FC1]

    /// Asks the file system that an open file or folder is on; `nil` where it does not say.
    init?(of descriptor: Int32) {
        var status = statfs()
        guard unsafe fstatfs(descriptor, &status) == 0 else { return nil }
        files = status.f_files == 0 ? nil : Int(clamping: status.f_ffree)
        let isCompressing = Self.compressing.contains(UInt32(truncatingIfNeeded: status.f_type))
        // What is kept for root counts too: this is the most that there can be.
        let (bytes, isTooMuch) = Int(clamping: status.f_bfree).multipliedReportingOverflow(by: Int(status.f_bsize))
        self.bytes = isCompressing || isTooMuch ? nil : bytes
    }
}
