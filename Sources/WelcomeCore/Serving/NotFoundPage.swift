/// The page for an address that leads nowhere: what happened, what to do, and a script that mends mistyped links.
///
/// One page for the whole site, in Kazakh, Russian and English, since nobody knows who asks. It refers to no other file.
package enum NotFoundPage {
    /// The file's name in the web root.
    package static let fileName = "404.html"

    /// The page, whole.
    package static let html = Array(document.utf8)

    private static let document = """
        <!DOCTYPE html>
        <html lang="kk">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="\(policy)">
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
        <title>Сілтеме ашылмады · Ссылка не открылась</title>
        <meta name="robots" content="noindex">
        <meta name="referrer" content="no-referrer">
        <meta name="color-scheme" content="light dark">
        <meta name="format-detection" content="telephone=no,date=no,address=no,email=no">
        <style>\(style)</style>
        <script>\(script)</script>
        </head>
        <body>
        <main>
        \(picture)
        <section>
        <h1>Сілтеме ашылмады</h1>
        <p>Мекенжай толық көшірілмеген немесе сілтеменің мерзімі өтіп кеткен болуы мүмкін.</p>
        <ul>
        <li>Хабарламаға оралып, сілтемені толығымен қайта басыңыз.</li>
        <li>Ашылмаса, сатушыға WhatsApp арқылы жауап жазыңыз: ол жаңа сілтеме жібереді.</li>
        </ul>
        </section>
        <section lang="ru">
        <h2>Ссылка не открылась</h2>
        <p>Возможно, адрес скопирован не целиком или срок ссылки истёк.</p>
        <ul>
        <li>Вернитесь к сообщению и нажмите на ссылку ещё раз, целиком.</li>
        <li>Если не помогло, ответьте продавцу в WhatsApp: он пришлёт новую.</li>
        </ul>
        </section>
        <p class="short" lang="en">This link did not open. Tap it again in the message, or reply to the seller in WhatsApp.</p>
        </main>
        </body>
        </html>

        """

    private static let policy = contentSecurityPolicy(
        styles: [inlineHash(style.utf8)], scripts: [inlineHash(script.utf8)], ownMedia: false)

    /// A broken chain.
    private static let picture = """
        <svg viewBox="0 0 48 48" width="56" height="56" fill="none" stroke="currentColor" stroke-width="3" \
        stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">\
        <path d="M20 30l-5.5 5.5a6.4 6.4 0 0 1-9-9L11 21m17-3l5.500-5.500a6.400 6.400 0 0 1 9 9L37 27M18 10l-1-4m-7 8\
        l-4-1m24 25l1 4m7-8l4 1"/></svg>
        """
}
