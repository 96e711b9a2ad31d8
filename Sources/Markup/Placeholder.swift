import CMarkGFM
package func version() -> Int32 { cmark_version() }
