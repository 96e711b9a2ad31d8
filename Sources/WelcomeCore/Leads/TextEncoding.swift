/// Whether `bytes` are UTF-8 as a whole: no stray, overlong or cut sequence, no surrogate.
package func isUTF8(_ bytes: [UInt8]) -> Bool {
    // The error would say where the fault is, and nobody is shown that place in a file of leads.
    (try? UTF8Span(validating: bytes.span)) != nil
}
