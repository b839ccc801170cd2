// The tables of the worklist, as the steps by which they came to be. They are written in the words of SQLite, of which
// PostgreSQL's differ only in the types of numbers.
#pragma once

#include <array>

namespace sonolist::plugin {

// Times are microseconds since 1970 UTC. What is not in a column is in `json`.
inline constexpr const char* kFirstSchema = R"sql(
CREATE TABLE workitem (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,  -- order of creation
  uid              TEXT    NOT NULL UNIQUE,
  state            TEXT    NOT NULL,
  priority_rank    INTEGER NOT NULL,                   -- 0 HIGH, 1 MEDIUM, 2 LOW
  input_readiness  TEXT    NOT NULL,
  start_us         INTEGER NOT NULL,
  worklist_label   TEXT    NOT NULL,
  step_label       TEXT    NOT NULL,
  model            TEXT    NOT NULL,
  source_sop_uid   TEXT    NOT NULL,
  attempt          INTEGER NOT NULL,
  lease_until_us   INTEGER,                            -- only while IN PROGRESS
  transaction_hash TEXT    NOT NULL,
  cancel_requested INTEGER NOT NULL,
  revision         INTEGER NOT NULL,
  json             TEXT    NOT NULL,
  created_us       INTEGER NOT NULL,
  updated_us       INTEGER NOT NULL
);
CREATE INDEX workitem_queue  ON workitem (state, priority_rank, start_us, id);
CREATE INDEX workitem_source ON workitem (source_sop_uid);
CREATE INDEX workitem_recent ON workitem (updated_us);
CREATE INDEX workitem_lease  ON workitem (lease_until_us) WHERE lease_until_us IS NOT NULL;

CREATE TABLE event (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  created_us INTEGER NOT NULL,
  type       INTEGER NOT NULL,                         -- PS3.4 table CC.2.4-1
  uid        TEXT    NOT NULL,
  json       TEXT    NOT NULL
);

CREATE TABLE intake (cursor INTEGER NOT NULL);
INSERT INTO intake VALUES (0);

CREATE TABLE image (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  orthanc_id TEXT    NOT NULL UNIQUE,
  sop_uid    TEXT    NOT NULL,
  outcome    TEXT    NOT NULL,
  reason     TEXT    NOT NULL,
  seen_us    INTEGER NOT NULL
);
CREATE INDEX image_sop_uid ON image (sop_uid);
CREATE INDEX image_outcome ON image (outcome, id);
)sql";

// Who segmented which image: ours and those of people, to be compared as soon as there are both.
inline constexpr const char* kSegmentationTable = R"sql(
CREATE TABLE segmentation (
  sop_uid        TEXT    NOT NULL,
  source_sop_uid TEXT    NOT NULL,
  sop_class_uid  TEXT    NOT NULL,
  series_uid     TEXT    NOT NULL,
  study_uid      TEXT    NOT NULL,
  is_ours        INTEGER NOT NULL,
  PRIMARY KEY (sop_uid, source_sop_uid)
);
CREATE INDEX segmentation_source ON segmentation (source_sop_uid, study_uid, is_ours);
)sql";

// Searches, claims and the clock each have an index, which also gives the order of the queue. Those that lead a search
// for a range of start times know the start time too, because the key of the queue is only near it.
inline constexpr const char* kSecondEngine = R"sql(
ALTER TABLE workitem ADD COLUMN patient_id       TEXT    NOT NULL DEFAULT '';
ALTER TABLE workitem ADD COLUMN accession_number TEXT    NOT NULL DEFAULT '';  -- all of them, between backslashes
ALTER TABLE workitem ADD COLUMN study_uid        TEXT    NOT NULL DEFAULT '';
ALTER TABLE workitem ADD COLUMN workitem_code    TEXT    NOT NULL DEFAULT '';
ALTER TABLE workitem ADD COLUMN model_version    TEXT    NOT NULL DEFAULT '';
ALTER TABLE workitem ADD COLUMN discontinuation  TEXT    NOT NULL DEFAULT '';
ALTER TABLE workitem ADD COLUMN replaces_uid     TEXT    NOT NULL DEFAULT '';
ALTER TABLE workitem ADD COLUMN series_key       TEXT    NOT NULL DEFAULT '';
ALTER TABLE workitem ADD COLUMN quiet_us         INTEGER;
ALTER TABLE workitem ADD COLUMN wake_us          INTEGER;                      -- when the worklist must look at it
ALTER TABLE workitem ADD COLUMN queue_key        INTEGER NOT NULL DEFAULT 0;   -- start time + ageing interval x rank

DROP INDEX workitem_queue;
DROP INDEX workitem_source;
DROP INDEX workitem_lease;
CREATE INDEX workitem_order          ON workitem (queue_key, id, start_us);
CREATE INDEX workitem_state          ON workitem (state, queue_key, id, start_us);
CREATE INDEX workitem_state_model    ON workitem (state, model, queue_key, id, start_us);
CREATE INDEX workitem_priority       ON workitem (priority_rank, queue_key, id);
CREATE INDEX workitem_readiness      ON workitem (input_readiness, queue_key, id);
CREATE INDEX workitem_worklist_label ON workitem (worklist_label, queue_key, id);
CREATE INDEX workitem_step_label     ON workitem (step_label, queue_key, id);
CREATE INDEX workitem_patient        ON workitem (patient_id, queue_key, id);
CREATE INDEX workitem_study          ON workitem (study_uid, queue_key, id);
CREATE INDEX workitem_code           ON workitem (workitem_code, queue_key, id);
CREATE INDEX workitem_model          ON workitem (model, queue_key, id);
CREATE INDEX workitem_source         ON workitem (source_sop_uid, queue_key, id);
CREATE INDEX workitem_discontinued   ON workitem (discontinuation, queue_key, id);
CREATE INDEX workitem_replaces       ON workitem (replaces_uid);
CREATE INDEX workitem_series         ON workitem (series_key, id)  WHERE series_key <> '';
CREATE INDEX workitem_wake           ON workitem (wake_us, id)  WHERE wake_us IS NOT NULL;
CREATE INDEX workitem_lease          ON workitem (lease_until_us)  WHERE lease_until_us IS NOT NULL;
CREATE INDEX workitem_claimable      ON workitem (model, queue_key, id)
  WHERE state = 'SCHEDULED' AND input_readiness = 'READY';
CREATE INDEX workitem_claimed        ON workitem (transaction_hash)  WHERE state = 'IN PROGRESS';
CREATE INDEX workitem_scheduled      ON workitem (id)  WHERE state = 'SCHEDULED';
CREATE INDEX workitem_dead_letter    ON workitem (queue_key, id)
  WHERE state = 'CANCELED' AND cancel_requested = 0;
CREATE INDEX workitem_finished       ON workitem (updated_us, id)
  WHERE state IN ('COMPLETED', 'CANCELED');

CREATE TABLE workitem_accession (
  number      TEXT    NOT NULL,
  workitem_id INTEGER NOT NULL,
  PRIMARY KEY (number, workitem_id)
);
CREATE INDEX workitem_accession_item ON workitem_accession (workitem_id);

ALTER TABLE event ADD COLUMN recipient TEXT NOT NULL DEFAULT '';               -- empty: all
CREATE INDEX event_time ON event (created_us);

CREATE TABLE subscription_range (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  ae_title      TEXT    NOT NULL,
  first_number  INTEGER NOT NULL,
  last_number   INTEGER,                               -- empty: also what is created from now on
  deletion_lock INTEGER NOT NULL,
  match_keys    TEXT    NOT NULL,                      -- JSON: [[key, value], ...]
  after_event   INTEGER NOT NULL                       -- the last event before the subscription
);
CREATE INDEX subscription_range_ae ON subscription_range (ae_title, id);

CREATE TABLE subscription_entry (
  ae_title      TEXT    NOT NULL,
  workitem_uid  TEXT    NOT NULL,
  is_subscribed INTEGER NOT NULL,
  deletion_lock INTEGER NOT NULL,
  after_event   INTEGER NOT NULL,
  PRIMARY KEY (ae_title, workitem_uid)
);
CREATE INDEX subscription_entry_workitem ON subscription_entry (workitem_uid);

CREATE TABLE paused_model (model TEXT NOT NULL PRIMARY KEY);  -- '': all

-- Source '' is the PACS of a data base from when there was but one: it belongs to the first that asks.
ALTER TABLE intake RENAME TO intake_of_one;
CREATE TABLE intake (source TEXT NOT NULL PRIMARY KEY, cursor INTEGER NOT NULL);
INSERT INTO intake SELECT '', cursor FROM intake_of_one;
DROP TABLE intake_of_one;

DROP INDEX image_sop_uid;
DROP INDEX image_outcome;
ALTER TABLE image RENAME TO image_of_one;
CREATE TABLE image (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  source     TEXT    NOT NULL,
  orthanc_id TEXT    NOT NULL,
  sop_uid    TEXT    NOT NULL,
  outcome    TEXT    NOT NULL,
  reason     TEXT    NOT NULL,
  seen_us    INTEGER NOT NULL,
  UNIQUE (orthanc_id, source)
);
INSERT INTO image SELECT id, '', orthanc_id, sop_uid, outcome, reason, seen_us FROM image_of_one;
DROP TABLE image_of_one;
CREATE INDEX image_sop_uid ON image (sop_uid, source, id);
CREATE INDEX image_outcome ON image (outcome, id);
)sql";

// Images that an administrator wants processed again.
inline constexpr const char* kReprocessing = R"sql(
CREATE TABLE reprocess_job (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  source        TEXT    NOT NULL,
  description   TEXT    NOT NULL,
  priority      TEXT    NOT NULL,
  interval_us   INTEGER NOT NULL,
  created_us    INTEGER NOT NULL,
  next_start_us INTEGER NOT NULL,
  images        INTEGER NOT NULL,
  queued        INTEGER NOT NULL
);
CREATE TABLE reprocess_image (
  job_id     INTEGER NOT NULL,
  orthanc_id TEXT    NOT NULL,
  PRIMARY KEY (job_id, orthanc_id)
);
)sql";

// Step n brings the schema from version n to n + 1.
inline constexpr std::array kSchemaSteps{kFirstSchema, kSegmentationTable, kSecondEngine, kReprocessing};
inline constexpr int kSchemaVersion = static_cast<int>(kSchemaSteps.size());

}  // namespace sonolist::plugin
