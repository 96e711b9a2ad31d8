package import WelcomeCore

/// Compiles every theme in every locale, whether a lead asks for it or not.
package enum ThemeCheck {
    /// Returns every diagnostic about the themes of `site`.
    ///
    /// A page is compiled for leads that have every field and for leads that have none, under each tenant whose stop
    /// words or theme rows may differ.
    ///
    /// - Throws: `BuildFailure` when settings or themes cannot be read at all.
    package static func run(_ site: Site) throws(BuildFailure) -> [Diagnostic] {
        do {
            let inputs = try BuildInputs.load(site)
            var compiler = inputs.compiler
            let tenants = inputs.site.settings.tenants.map(\.id)
            for name in inputs.library.folders.keys.sorted() {
                guard let theme = compiler.theme(name) else { continue }
                for locale in theme.locales where inputs.site.settings.availableLocales.contains(locale) {
                    for tenant in tenants.isEmpty ? [inputs.schema.defaultTenant] : tenants {
                        for present in [theme.fieldNames, []] {
                            _ = compiler.page(
                                for: PageKind(tenant: tenant, theme: name, locale: locale, present: present))
                        }
                    }
                }
            }
            return inputs.diagnostics + compiler.diagnostics
        } catch {
            throw BuildFailure(error)
        }
    }
}
