-- The database that `welcome build` reads leads from (SQLite).
--
-- Only the table `leads` is required, and of its columns only `id`. The program opens the file read-only, sees it as it
-- is at one instant, and never changes it; other tables are left alone. If your schema is another one, keep it and name
-- these columns by a query: `leads_query` in welcome.yml.
--
-- Texts are UTF-8 without NUL bytes. NULL and the empty text both mean "nothing is said", and the default holds.
-- A lead that is deleted here keeps its page until the page expires, for its link may have been sent already. To take a
-- page away, set `revoked`.

CREATE TABLE IF NOT EXISTS leads (
  -- Your id of the lead, 1 to 512 bytes, kept byte for byte. It is signed into the link and stands on no page.
  id              TEXT NOT NULL CHECK (length(CAST(id AS BLOB)) BETWEEN 1 AND 512),
  -- The shop that the lead belongs to.
  tenant          TEXT NOT NULL DEFAULT 'default' CHECK (length(CAST(tenant AS BLOB)) BETWEEN 1 AND 512),
  -- What the link is for. A lead that is to get a second link gets a second row with another slot.
  slot            TEXT NOT NULL DEFAULT 'welcome' CHECK (length(CAST(slot AS BLOB)) BETWEEN 1 AND 512),
  -- A folder below themes/; NULL for the tenant's theme.
  theme           TEXT,
  -- kk, ru, en…; NULL for the tenant's language. Kazakh is kk, not kz.
  locale          TEXT,

  -- As it was typed or as a WhatsApp JID; the manifest says what became of it. On no page.
  phone           TEXT,
  -- The channel to send by; NULL for the tenant's.
  channel         TEXT,
  -- The address in that channel where it is no phone, such as a chat id or an e-mail address.
  channel_address TEXT,

  -- Shown on the page as text, never as markup.
  name            TEXT,
  city            TEXT,
  note            TEXT,

  -- Media for this lead in place of the theme's: paths such as media/voice.ogg, in the theme's folder or the site's.
  -- Lists are JSON arrays of texts, or texts with | between them.
  voice           TEXT,
  images          TEXT,
  documents       TEXT,

  -- RFC 3339, such as 2026-10-01T09:12:00+05:00; 2026-10-01 04:12:00 is taken for UTC.
  -- The page's last day is counted from here.
  created_at      TEXT,
  -- The page's last day, such as 2027-03-31, in place of counting.
  expires_on      TEXT,
  -- When you sent the message. The page stays, and the manifest asks for no message any more.
  sent_at         TEXT,
  -- 1 takes the page away with the next build, for good.
  revoked         INTEGER NOT NULL DEFAULT 0 CHECK (revoked IN (0, 1)),

  -- Any other column is a field that a theme may use when its theme.yml declares it, as the theme `base` declares this
  -- one: the address of the shop that the lead is to come to.
  address         TEXT,

  -- The identity of a page. `id` comes first so that `welcome build --lead ID` need not read the whole table.
  PRIMARY KEY (id, tenant, slot)
);

-- Optional: what a tenant has of its own. A value here wins over the same tenant in welcome.yml; NULL leaves it.
CREATE TABLE IF NOT EXISTS tenants (
  id         TEXT NOT NULL PRIMARY KEY,
  -- The shop's name, as pages and link previews show it.
  name       TEXT,
  -- Where this tenant's links begin: https:// and a host, nothing after it.
  base_url   TEXT,
  theme      TEXT,
  locale     TEXT,
  -- The country by whose habits a phone number without a country code is read.
  region     TEXT CHECK (region IN ('KZ', 'RU', 'KG', 'UZ')),
  channel    TEXT CHECK (channel IN (
    '$channels')),
  -- The shop's own numbers, for the call and WhatsApp buttons of a page.
  phone      TEXT,
  whatsapp   TEXT,
  -- What would switch your assistant off; no message may contain it. A JSON array, or texts with | between them.
  stop_words TEXT,
  -- An IANA name, such as Asia/Almaty: days end by it.
  timezone   TEXT
);

-- Optional: your own texts and media for a theme, such as the topics that a shop edits in your program. What is not NULL
-- wins over the theme's files. A row for one tenant wins over a row for all, a row for one locale over a row for all.
CREATE TABLE IF NOT EXISTS themes (
  -- NULL for every tenant.
  tenant      TEXT,
  -- A folder below themes/, which must exist: layout and styles come from there.
  theme       TEXT NOT NULL CHECK (theme <> ''),
  -- NULL for every language.
  locale      TEXT,
  -- The text of the page: Markdown, in which {{lead.name}} and the like stand for values.
  markdown    TEXT,
  title       TEXT,
  description TEXT,
  -- The text to send. It holds {{url}} once, alone on its last line.
  message     TEXT,
  -- Paths of media, as in `leads`.
  voice       TEXT,
  images      TEXT,
  documents   TEXT,
  -- The shop's address, for the map links.
  address     TEXT
);

-- One row for each combination; NULLs alone would not be compared.
CREATE UNIQUE INDEX IF NOT EXISTS themes_identity ON themes (ifnull(tenant, ''), theme, ifnull(locale, ''));
