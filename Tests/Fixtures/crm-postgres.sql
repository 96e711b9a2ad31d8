-- The CRM's own tables as Prisma makes them (names, types and defaults of its schema; only the columns that matter here).
CREATE TYPE "MessageSource" AS ENUM ('ai', 'human');
CREATE TYPE "MessageDirection" AS ENUM ('in', 'out');
CREATE TABLE "Tenant" ("id" TEXT PRIMARY KEY, "name" TEXT NOT NULL);
CREATE TABLE "TenantTopic" (
  "id" TEXT PRIMARY KEY, "tenantId" TEXT NOT NULL REFERENCES "Tenant"("id"), "name" TEXT NOT NULL,
  "sortOrder" INTEGER NOT NULL DEFAULT 0, "welcomeVoiceUrl" TEXT, "welcomeImageUrl" TEXT, "welcomeImageUrls" JSONB,
  "welcomeDocumentUrls" JSONB, "addressText" TEXT);
CREATE TABLE "Lead" (
  "id" TEXT PRIMARY KEY, "tenantId" TEXT NOT NULL REFERENCES "Tenant"("id"), "channelId" TEXT,
  "topicId" TEXT REFERENCES "TenantTopic"("id"), "phone" TEXT NOT NULL, "name" TEXT, "metadata" JSONB,
  "welcomeMediaSentAt" TIMESTAMP(3), "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE "Message" (
  "id" TEXT PRIMARY KEY, "leadId" TEXT NOT NULL REFERENCES "Lead"("id"), "source" "MessageSource" NOT NULL,
  "direction" "MessageDirection" NOT NULL, "body" TEXT, "mediaUrl" TEXT,
  "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP);

INSERT INTO "Tenant" VALUES ('t1', 'Demo'), ('t2', 'Other');
-- The first of a tenant by `sortOrder` is not the first by its id; the other tenant's comes before all.
INSERT INTO "TenantTopic" VALUES
  ('tp1', 't1', 'Панели', 2, 'https://media.example.kz/v.ogg', 'https://media.example.kz/1.jpg',
   '["https://media.example.kz/2.jpg", ""]', '["https://media.example.kz/a.pdf"]', 'Алматы, 12'),
  ('tp2', 't1', 'Ламинат', 1, ' ', NULL, NULL, '[]', NULL),
  ('tp0', 't2', 'Чужая', 0, NULL, NULL, NULL, NULL, NULL);
INSERT INTO "Lead" ("id", "tenantId", "topicId", "phone", "name", "metadata", "welcomeMediaSentAt", "createdAt") VALUES
  ('by-column', 't1', 'tp1', '77010000001', 'Айгүл', '{"city": "Алматы"}', '2026-10-03 10:00:00', '2026-10-03 04:12:00'),
  ('by-text', 't1', 'tp1', '77010000002', NULL, '{}', NULL, '2026-10-03 04:12:00'),
  ('by-welcome', 't1', 'tp1', '77010000003', NULL, NULL, NULL, '2026-11-20 04:12:00'),
  ('new', 't1', NULL, '77010000005', 'Ерлан', NULL, NULL, '2026-11-22 19:30:00'),
  ('unsent-reply', 't1', NULL, '77010000006', NULL, NULL, NULL, '2026-11-22 04:12:00');
INSERT INTO "Message" ("id", "leadId", "source", "direction", "body", "createdAt") VALUES
  ('m1', 'by-column', 'human', 'in', 'Сәлеметсіз бе', '2026-10-03 04:12:00'),
  ('m2', 'by-text', 'human', 'in', 'Здравствуйте', '2026-10-03 04:12:00'),
  ('m3', 'by-text', 'ai', 'out', 'Добрый день! Пришлите размеры.', '2026-10-03 04:12:05'),
  ('m4', 'by-text', 'ai', 'out', 'Жду размеры', '2026-10-04 04:12:05'),
  ('m5', 'new', 'human', 'in', 'Қанша тұрады?', '2026-11-22 19:30:00'),
  ('m6', 'unsent-reply', 'human', 'in', 'Подробнее', '2026-11-22 04:12:00'),
  -- What the assistant would have said, which the CRM stores before it sends.
  ('m7', 'unsent-reply', 'ai', 'out', 'Добрый день!', '2026-11-22 04:12:05');
