-- Claims a message before it is sent. The parameters, in order: its dedup_key, tenant and lead, and whether it goes out
-- behind another message of the same list. No parameter may stand in a comment, for n8n puts values in by text.
-- A unique row and one statement, so of two senders one alone gets 'claimed'. 'taken': somebody has it. 'later': the last
-- message went out less than 30 seconds ago, or one waits for a person.
WITH open AS (
  SELECT 1 FROM "WelcomeSend" WHERE "tenantId" = $2
  AND ("outcome" IN ('claimed', 'unsure') OR ("outcome" = 'refused' AND "reason" IS DISTINCT FROM 'number'))
), recent AS (
  SELECT 1 FROM "WelcomeSend" WHERE "tenantId" = $2 AND "claimedAt" > CURRENT_TIMESTAMP - INTERVAL '30 seconds'
), made AS (
  INSERT INTO "WelcomeSend" ("dedupKey", "tenantId", "leadId")
  SELECT $1, $2, $3
  WHERE NOT EXISTS (SELECT FROM open) AND ($4 OR NOT EXISTS (SELECT FROM recent))
  ON CONFLICT DO NOTHING
  RETURNING 1
)
SELECT CASE
  WHEN EXISTS (SELECT FROM made) THEN 'claimed'
  WHEN EXISTS (SELECT FROM "WelcomeSend" WHERE "dedupKey" = $1) THEN 'taken'
  ELSE 'later'
END AS claim
