import Glibc

/// The most memory this process has had resident, in bytes (getrusage(2), `ru_maxrss`).
package func peakMemoryBytes() -> Int {
    var usage = rusage()
    guard unsafe getrusage(RUSAGE_SELF.rawValue, &usage) == 0 else { return 0 }
    return Int(usage.ru_maxrss) * 1024
}
