/// The ordered steps that take a site from one published state to the next.
///
/// The order is the promise: whatever step a process dies at, readers see whole files, every link of the manifest that
/// `manifest.json` names resolves, and every file that a page names exists. Nothing is removed that the old or the new
/// manifest still promises, save what a person asked to be gone, which goes first.
package struct PublishPlan: Sendable, Hashable, CustomStringConvertible {
    /// One thing to do; a process may die at any of them without harm to what readers see.
    package enum Step: Sendable, Hashable {
        /// Notes that files are about to change: until `endWriting`, the ledger may not know what is on disk.
        case beginWriting
        /// Freezes new links in the ledger, before anyone can see them.
        case issueLinks(count: Int)
        /// Takes the pages of revoked links away.
        case revokePages([LinkCode])
        /// Publishes the files that pages need and that are not there, of which there are `count`.
        case publishAssets(count: Int)
        /// Replaces the page for addresses that lead nowhere.
        case publishNotFoundPage
        /// Writes new and changed pages under temporary names, syncs them and renames them, slice by slice.
        case writePages(count: Int)
        case writeManifest(kind: ManifestPointer.File.Kind)
        /// Replaces `manifest.json`: the moment of publication.
        case publish
        /// Takes pages off hosts that their tenants do not have any more.
        case settleHosts
        case recordPages
        case removePages([LinkCode])
        /// Removes manifest files that neither this pointer nor the one before names.
        case removeOldManifests
        case endWriting
    }

    package private(set) var steps: [Step]

    /// Orders the work of one build.
    ///
    /// `revoked` and `expired` are pages on disk whose links were revoked or have ended. `clearsDirtyMark` says that nothing
    /// is left that an earlier, broken build may have done unnoticed; it is `false` when such a build was met and this
    /// one looks at some leads only. `assets` is the number of files that are not there yet. `notFoundPage` asks for the
    /// page that the web server answers 404 with. `movesHosts` says that tenants may have other hosts than in the build
    /// before.
    package init(
        newLinks: Int, revoked: [LinkCode], expired: [LinkCode], assets: Int, pages: Int,
        manifest: ManifestPointer.File.Kind, notFoundPage: Bool = false, movesHosts: Bool = false,
        clearsDirtyMark: Bool = true
    ) {
        steps = [.beginWriting]
        if newLinks > 0 { steps.append(.issueLinks(count: newLinks)) }
        if !revoked.isEmpty { steps.append(.revokePages(revoked.sorted())) }
        if assets > 0 { steps.append(.publishAssets(count: assets)) }
        if notFoundPage { steps.append(.publishNotFoundPage) }
        steps.append(.writePages(count: pages))
        steps += [.writeManifest(kind: manifest), .publish]
        if movesHosts { steps.append(.settleHosts) }
        steps.append(.recordPages)
        if !expired.isEmpty { steps.append(.removePages(expired.sorted())) }
        steps.append(.removeOldManifests)
        if clearsDirtyMark { steps.append(.endWriting) }
    }

    /// The plan as a person reads it, a step a line.
    package var description: String {
        steps.map { step in
            switch step {
            case .beginWriting: "note in the ledger that writing begins"
            case .issueLinks(let count): "issue \(count) links"
            case .revokePages(let codes): "remove \(codes.count) revoked pages"
            case .publishAssets(let count): "publish \(count) assets"
            case .publishNotFoundPage: "publish the page for addresses that lead nowhere"
            case .writePages(let count): "write up to \(count) pages"
            case .writeManifest(let kind): "write a \(kind.rawValue) manifest"
            case .publish: "replace manifest.json"
            case .settleHosts: "take pages off hosts that their tenants have left"
            case .recordPages: "record the pages in the ledger"
            case .removePages(let codes): "remove \(codes.count) expired pages"
            case .removeOldManifests: "remove manifests that nothing names"
            case .endWriting: "note in the ledger that writing has ended"
            }
        }.joined(separator: "\n")
    }
}
