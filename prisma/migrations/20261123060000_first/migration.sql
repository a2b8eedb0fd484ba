-- Baselines, alerts and their history, and the outbox.
-- What the schema file cannot say: rows that are rewritten again and again leave room on their pages (fillfactor), so that an
-- update stays on its page, touches no index and its old version goes without a vacuum.

CREATE TABLE "baselines" (
    "key" TEXT NOT NULL,
    "signal" TEXT NOT NULL,
    "entity" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "state" BYTEA NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "baselines_pkey" PRIMARY KEY ("key")
) WITH (fillfactor = 50);

CREATE TABLE "alerts" (
    "id" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "detector" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "entity_kind" TEXT NOT NULL,
    "entity_key" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "fired_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "usd_total" DOUBLE PRECISION,
    "body" JSONB NOT NULL,

    CONSTRAINT "alerts_pkey" PRIMARY KEY ("id")
) WITH (fillfactor = 70);

CREATE TABLE "alert_history" (
    "alert_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "change" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "usd_total" DOUBLE PRECISION,
    "summary" TEXT NOT NULL,

    CONSTRAINT "alert_history_pkey" PRIMARY KEY ("alert_id", "at", "change")
);

CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "receiver" TEXT NOT NULL,
    "alert_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,
    "claimed_until" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "alerts_starts_at_id_idx" ON "alerts"("starts_at", "id");
CREATE INDEX "alerts_state_starts_at_id_idx" ON "alerts"("state", "starts_at", "id");
CREATE INDEX "alerts_severity_starts_at_id_idx" ON "alerts"("severity", "starts_at", "id");
CREATE INDEX "alerts_detector_starts_at_id_idx" ON "alerts"("detector", "starts_at", "id");
CREATE INDEX "alerts_entity_kind_starts_at_id_idx" ON "alerts"("entity_kind", "starts_at", "id");
CREATE INDEX "alerts_entity_key_starts_at_id_idx" ON "alerts"("entity_key", "starts_at", "id");
CREATE INDEX "alerts_ends_at_idx" ON "alerts"("ends_at");
CREATE UNIQUE INDEX "outbox_receiver_alert_id_state_key" ON "outbox"("receiver", "alert_id", "state");
CREATE INDEX "outbox_status_receiver_next_attempt_at_id_idx" ON "outbox"("status", "receiver", "next_attempt_at", "id");
CREATE INDEX "outbox_settled_at_idx" ON "outbox"("settled_at");

ALTER TABLE "alert_history" ADD CONSTRAINT "alert_history_alert_id_fkey"
    FOREIGN KEY ("alert_id") REFERENCES "alerts"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
