/// What the page does by itself, and how it looks.
extension NotFoundPage {
    /// Reads the address as a person meant it and goes there, if that makes a code that is not what was asked for.
    ///
    /// Letters become what they look like in the alphabet of codes: Cyrillic ones first, since phones put them in, then
    /// those that Crockford's alphabet leaves out because they look like others. What is neither letter nor digit is no
    /// part of a code. A mended code is mended no further, so there is no second turn. Written for the browsers of old
    /// phones: ECMAScript 5.
    static let script = """
        (function () {
          var path = location.pathname, text = path, code = "", i, at;
          var from = "\(LookAlikes.letters)", to = "\(LookAlikes.digits)";
          try { text = decodeURIComponent(path); } catch (e) {}
          text = text.toLowerCase();
          for (i = 0; i < text.length; i += 1) {
            at = from.indexOf(text.charAt(i));
            code += at < 0 ? text.charAt(i) : to.charAt(at);
          }
          code = code.replace(/[\\u0000-\\/:-@\\[-`{-\\u00bf\\u0300-\\u036f\\u2000-\\u206f\\u3000-\\u303f\\ufe00-\\ufe0f\\ufeff]+/g, "");
          if ("/" + code !== path && /^[0-9a-hjkmnp-tv-z]{20}$/.test(code)) location.replace("/" + code);
        })();
        """

    /// The look of the pages without a theme of their own.
    static let style = """

        :root { color-scheme: light dark; --page: #f4f6f5; --card: #fff; --text: #17211d; --quiet: #52605a; --line: #d5deda;
          --accent: #0b5c4a; --tint: #e0ece7; }
        @media (prefers-color-scheme: dark) {
          :root { --page: #101614; --card: #1a2320; --text: #e8efec; --quiet: #a5b4ae; --line: #31403a; --accent: #7fd6bd;
            --tint: #23332d; }
        }
        * { box-sizing: border-box; margin: 0; }
        html { height: 100%; background: var(--page); -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body { display: flex; min-height: 100%; color: var(--text);
          font: 17px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
        main { width: 100%; max-width: 480px; margin: auto;
          padding: 24px calc(16px + env(safe-area-inset-right)) 28px calc(16px + env(safe-area-inset-left)); }
        svg { display: block; width: 76px; height: 76px; margin: 0 auto 20px; padding: 15px; border-radius: 50%;
          background: var(--tint); color: var(--accent); }
        section { padding: 20px; border: 1px solid var(--line); border-radius: 16px; background: var(--card); }
        section + section { margin-top: 12px; }
        h1, h2 { font-size: 21px; line-height: 1.25; text-wrap: balance; }
        p { margin-top: 6px; color: var(--quiet); }
        ul { margin-top: 12px; padding-left: 1.2em; }
        li + li { margin-top: 6px; }
        li::marker { color: var(--accent); }
        .short { margin-top: 20px; padding: 0 8px; font-size: 15px; text-align: center; text-wrap: balance; }

        """
}
