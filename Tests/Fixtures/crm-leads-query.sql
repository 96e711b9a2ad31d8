-- The columns of a lead from the CRM's own tables, for the setting `leads_query`.
SELECT
  l.id                                   AS id,
  l."tenantId"                           AS tenant,
  CASE t.id WHEN 'tp1' THEN 'panels' WHEN 'tp2' THEN 'laminate' END AS theme,
  l.phone                                AS phone,
  'chatflow'                             AS channel,
  l.name                                 AS name,
  json_extract(l.metadata, '$.city')     AS city,
  t."welcomeVoiceUrl"                    AS voice,
  -- The single picture first, then the list; NULL rather than an empty list leaves the theme's pictures.
  nullif((
    SELECT json_group_array(url) FROM (
      SELECT t."welcomeImageUrl" AS url WHERE t."welcomeImageUrl" IS NOT NULL
      UNION ALL
      SELECT value FROM json_each(coalesce(t."welcomeImageUrls", '[]'))
    )
  ), '[]')                               AS images,
  t."welcomeDocumentUrls"                AS documents,
  t."addressText"                        AS address,
  l."createdAt"                          AS created_at,
  -- Greeted with media, or only answered.
  coalesce(l."welcomeMediaSentAt", (
    SELECT min(m."createdAt") FROM "Message" m WHERE m."leadId" = l.id AND m.direction = 'out'
  ))                                     AS sent_at
FROM "Lead" l
-- A topic is a theme; at first contact a lead has none, and the CRM takes the tenant's first.
LEFT JOIN "TenantTopic" t ON t.id = coalesce(l."topicId", (
  SELECT f.id FROM "TenantTopic" f WHERE f."tenantId" = l."tenantId" ORDER BY f."sortOrder", f.id LIMIT 1
))
ORDER BY l.id;
