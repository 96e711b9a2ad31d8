-- Notes what became of a claimed message: its dedup_key, the outcome, the reason or an empty text, may_repeat.
UPDATE "WelcomeSend"
SET "outcome" = $2, "reason" = NULLIF($3, ''), "mayRepeat" = $4::boolean, "settledAt" = CURRENT_TIMESTAMP
WHERE "dedupKey" = $1
