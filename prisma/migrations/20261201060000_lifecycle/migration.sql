-- What people do to alerts, silences, incidents, frozen evidence, and the audit log.

-- People act while the engine goes on: what they did has columns of its own, which no write of the engine touches.
ALTER TABLE "alerts"
    ADD COLUMN "acknowledged" JSONB,
    ADD COLUMN "verdict" JSONB,
    ADD COLUMN "silenced_by" JSONB,
    ADD COLUMN "incident_id" TEXT;

-- For the last week of one fingerprint, and for its next episode.
CREATE INDEX "alerts_fingerprint_starts_at_idx" ON "alerts"("fingerprint", "starts_at");

-- History in months, so that what is past its time goes as a whole: src/store/history-partitions.ts makes and drops them.
-- What no month holds is in the default partition.
ALTER TABLE "alert_history" RENAME TO "alert_history_before";
ALTER TABLE "alert_history_before" RENAME CONSTRAINT "alert_history_pkey" TO "alert_history_before_pkey";
ALTER TABLE "alert_history_before" DROP CONSTRAINT "alert_history_alert_id_fkey";

CREATE TABLE "alert_history" (
    "alert_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "change" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "usd_total" DOUBLE PRECISION,
    "summary" TEXT NOT NULL,
    "actor" TEXT,
    "comment" TEXT,

    CONSTRAINT "alert_history_pkey" PRIMARY KEY ("alert_id", "at", "change")
) PARTITION BY RANGE ("at");

CREATE TABLE "alert_history_default" PARTITION OF "alert_history" DEFAULT;

INSERT INTO "alert_history" ("alert_id", "at", "change", "severity", "score", "usd_total", "summary")
    SELECT "alert_id", "at", "change", "severity", "score", "usd_total", "summary" FROM "alert_history_before";
DROP TABLE "alert_history_before";

ALTER TABLE "alert_history" ADD CONSTRAINT "alert_history_alert_id_fkey"
    FOREIGN KEY ("alert_id") REFERENCES "alerts"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

CREATE TABLE "alert_evidence" (
    "alert_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "body" JSONB NOT NULL,

    CONSTRAINT "alert_evidence_pkey" PRIMARY KEY ("alert_id")
);

ALTER TABLE "alert_evidence" ADD CONSTRAINT "alert_evidence_alert_id_fkey"
    FOREIGN KEY ("alert_id") REFERENCES "alerts"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

CREATE TABLE "silences" (
    "id" TEXT NOT NULL,
    "matchers" JSONB NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "comment" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "silences_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "silences_ends_at_idx" ON "silences"("ends_at");

CREATE TABLE "incidents" (
    "id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "body" JSONB NOT NULL,

    CONSTRAINT "incidents_pkey" PRIMARY KEY ("id")
) WITH (fillfactor = 70);

CREATE INDEX "incidents_starts_at_id_idx" ON "incidents"("starts_at", "id");
CREATE INDEX "incidents_state_starts_at_id_idx" ON "incidents"("state", "starts_at", "id");
CREATE INDEX "incidents_ends_at_idx" ON "incidents"("ends_at");

CREATE TABLE "audit_log" (
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "details" JSONB NOT NULL,
    "previous" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_log_pkey" PRIMARY KEY ("seq")
);

-- A slip of ours shall not change what was written down; whoever means to is found out by the hashes.
CREATE FUNCTION "audit_log_refuse"() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$;
CREATE TRIGGER "audit_log_append_only" BEFORE UPDATE ON "audit_log"
    FOR EACH ROW EXECUTE FUNCTION "audit_log_refuse"();
