/// Makes what a page, its manifest line and its message show of a link and of the row's own media.
///
/// One serves one thread at a time, and what it remembers of one batch serves it in the next.
package struct JobValues: Sendable {
    private struct LocalDay: Hashable {
        var locale: String
        var day: ExpiryDay
    }

    private var tenant: LatestTenant
    /// Days in words.
    private var dates: [LocalDay: [UInt8]] = [:]
    private var typesetTexts = TypesetTexts()

    package init(terms: RenderTerms) {
        tenant = LatestTenant(terms)
    }

    /// The values of `job`; those of a link without a page are its address alone.
    package mutating func values(of job: PageJob) -> LinkValues {
        let url = url(of: job.record)
        guard let page = job.page else { return LinkValues(url: url, expires: []) }
        let media = job.media.flatMap { page.rowMedia?.fill($0.media, &typesetTexts) }
        return LinkValues(
            url: url, expires: expires(job.record.code.expiry, locale: page.locale), media: media ?? [])
    }

    private mutating func url(of record: LedgerRecord) -> [UInt8] {
        var url = tenant.terms(of: record.identity.tenant).baseURL
        url.reserveCapacity(url.count + 1 + LinkCode.length)
        url.append(UInt8(ascii: "/"))
        record.code.append(to: &url)
        return url
    }

    private mutating func expires(_ day: ExpiryDay, locale: String) -> [UInt8] {
        let key = LocalDay(locale: locale, day: day)
        if let known = dates[key] { return known }
        let text = day.date.map { Array(LocaleFormat(locale: locale).day($0).utf8) } ?? []
        dates[key] = text
        return text
    }
}
