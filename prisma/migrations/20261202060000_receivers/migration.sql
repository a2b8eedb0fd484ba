-- Messages that go together, are told again, or are kept for later; and where in Slack an alert was told.

ALTER TABLE "outbox"
    ADD COLUMN "failed_at" TIMESTAMPTZ(3),
    ADD COLUMN "route" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "group_key" TEXT,
    ADD COLUMN "group_labels" JSONB,
    ADD COLUMN "group_interval_ms" BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN "repeat_ms" BIGINT,
    ADD COLUMN "repeat_at" TIMESTAMPTZ(3),
    ADD COLUMN "repeats" INTEGER NOT NULL DEFAULT 0;

CREATE INDEX "outbox_receiver_group_key_settled_at_idx" ON "outbox"("receiver", "group_key", "settled_at");
CREATE INDEX "outbox_receiver_repeat_at_idx" ON "outbox"("receiver", "repeat_at");
CREATE INDEX "outbox_receiver_failed_at_idx" ON "outbox"("receiver", "failed_at");

CREATE TABLE "slack_messages" (
    "receiver" TEXT NOT NULL,
    "alert_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "ts" TEXT NOT NULL,
    "posted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "slack_messages_pkey" PRIMARY KEY ("receiver", "alert_id")
);

CREATE INDEX "slack_messages_posted_at_idx" ON "slack_messages"("posted_at");
