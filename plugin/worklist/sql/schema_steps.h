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

// Logs as chains, and the index of the audit. Rows of the event log from before this step are not in its chain.
//
// The number of an audit record is drawn from its UID, and that of its results is the record's plus their place in it:
// an index that is built anew gives the same answers in the same order. `added` says when a record came, for pages of
// one snapshot.
inline constexpr const char* kAudit = R"sql(
ALTER TABLE event ADD COLUMN hash TEXT NOT NULL DEFAULT '';

-- With what monitoring counts of the steps that ended: it then reads no rows of the table. "IN" would make SQLite take
-- the index of the states, and sort all that ever ended.
DROP INDEX workitem_finished;
CREATE INDEX workitem_finished ON workitem (updated_us, id, state, discontinuation, cancel_requested)
  WHERE state NOT IN ('SCHEDULED', 'IN PROGRESS');

CREATE INDEX event_uid ON event (uid, id);

CREATE TABLE access (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  created_us INTEGER NOT NULL,
  user_name  TEXT    NOT NULL,
  method     TEXT    NOT NULL,
  path       TEXT    NOT NULL,
  query      TEXT    NOT NULL,
  status     INTEGER NOT NULL,
  hash       TEXT    NOT NULL
);

CREATE TABLE log_chain (
  log         TEXT    NOT NULL PRIMARY KEY,
  anchor_id   INTEGER NOT NULL,                        -- the chain begins behind this row
  anchor_hash TEXT    NOT NULL,
  head_id     INTEGER NOT NULL,                        -- its last row
  head_hash   TEXT    NOT NULL
);
INSERT INTO log_chain SELECT 'event', COALESCE(MAX(id), 0), '', COALESCE(MAX(id), 0), '' FROM event;
INSERT INTO log_chain VALUES ('access', 0, '', 0, '');

CREATE TABLE audit_pending (                           -- instances that the index has to look at
  source     TEXT NOT NULL,
  orthanc_id TEXT NOT NULL,
  PRIMARY KEY (source, orthanc_id)
);
CREATE TABLE audit_progress (
  source TEXT    NOT NULL,
  name   TEXT    NOT NULL,
  value  INTEGER NOT NULL,
  PRIMARY KEY (source, name)
);

CREATE TABLE audit_scanner (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  modality      TEXT NOT NULL,
  manufacturer  TEXT NOT NULL,
  scanner_model TEXT NOT NULL,
  station       TEXT NOT NULL,
  UNIQUE (modality, manufacturer, scanner_model, station)
);
CREATE TABLE audit_algorithm (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  producer      TEXT NOT NULL,
  model         TEXT NOT NULL,
  model_version TEXT NOT NULL,
  weights       TEXT NOT NULL,
  UNIQUE (producer, model, model_version, weights)
);
CREATE TABLE audit_structure (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  scheme  TEXT NOT NULL,
  value   TEXT NOT NULL,
  meaning TEXT NOT NULL,                               -- the first in the alphabet of those that were seen
  UNIQUE (scheme, value)
);
CREATE TABLE audit_series (                            -- one measurement of one structure in one unit
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  structure_id INTEGER NOT NULL,
  scheme       TEXT    NOT NULL,
  value        TEXT    NOT NULL,
  meaning      TEXT    NOT NULL,
  modifier     TEXT    NOT NULL,
  unit         TEXT    NOT NULL,
  UNIQUE (structure_id, scheme, value, modifier, unit)
);

CREATE TABLE audit_record (
  id               INTEGER NOT NULL PRIMARY KEY,
  added            INTEGER NOT NULL,
  source           TEXT    NOT NULL,
  orthanc_id       TEXT    NOT NULL,                   -- of the report or the image; empty for a step
  kind             TEXT    NOT NULL,
  sop_uid          TEXT    NOT NULL,                   -- of the report, the workitem or the image
  study_uid        TEXT    NOT NULL,
  study_date       TEXT    NOT NULL,
  patient_id       TEXT    NOT NULL,
  accession_number TEXT    NOT NULL,
  source_sop_uid   TEXT    NOT NULL,                   -- of the image
  scanner_id       INTEGER NOT NULL,
  scanner_known    INTEGER NOT NULL,                   -- 0: the image was not in the PACS
  algorithm_id     INTEGER NOT NULL,
  time_us          INTEGER NOT NULL,
  sha256           TEXT    NOT NULL                    -- of the file
);
CREATE INDEX audit_record_orthanc   ON audit_record (orthanc_id, source);
CREATE INDEX audit_record_sop       ON audit_record (sop_uid);
CREATE INDEX audit_record_study     ON audit_record (study_uid);
CREATE INDEX audit_record_patient   ON audit_record (patient_id);
CREATE INDEX audit_record_accession ON audit_record (accession_number);
CREATE INDEX audit_record_image     ON audit_record (source_sop_uid);
CREATE INDEX audit_record_kind      ON audit_record (kind, time_us, algorithm_id, scanner_id);

CREATE TABLE audit_result (
  id               INTEGER NOT NULL PRIMARY KEY,
  record_id        INTEGER NOT NULL,
  time_us          INTEGER NOT NULL,
  day              INTEGER NOT NULL,                   -- since 1970 UTC
  kind             TEXT    NOT NULL,
  outcome          TEXT    NOT NULL,
  reason           TEXT    NOT NULL,
  structure_id     INTEGER NOT NULL,                   -- 0: of none
  scanner_id       INTEGER NOT NULL,
  algorithm_id     INTEGER NOT NULL,
  details          TEXT    NOT NULL                    -- JSON: what is shown and not searched
);
CREATE INDEX audit_result_record     ON audit_result (record_id);
CREATE INDEX audit_result_time       ON audit_result (time_us, id);
CREATE INDEX audit_result_structure  ON audit_result (structure_id, time_us, id);
CREATE INDEX audit_result_scanner    ON audit_result (scanner_id, time_us, id);
CREATE INDEX audit_result_algorithm  ON audit_result (algorithm_id, time_us, id);
CREATE INDEX audit_result_outcome    ON audit_result (outcome, time_us, id);
CREATE INDEX audit_result_kind       ON audit_result (kind, time_us, id);
CREATE INDEX audit_result_reason     ON audit_result (reason, time_us, id)  WHERE reason <> '';
CREATE INDEX audit_result_dimensions ON audit_result (day, kind, outcome, structure_id, algorithm_id, scanner_id);

CREATE TABLE audit_value (
  series_id    INTEGER NOT NULL,
  time_us      INTEGER NOT NULL,
  result_id    INTEGER NOT NULL,
  value        REAL    NOT NULL,
  algorithm_id INTEGER NOT NULL,
  scanner_id   INTEGER NOT NULL
);
CREATE INDEX audit_value_time  ON audit_value (series_id, time_us, result_id, value, algorithm_id, scanner_id);
CREATE INDEX audit_value_value ON audit_value (series_id, value, time_us, result_id);

CREATE TABLE audit_deletion (                          -- what left the PACS after it had been indexed
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  created_us INTEGER NOT NULL,
  kind       TEXT    NOT NULL,
  sop_uid    TEXT    NOT NULL,
  source_sop_uid TEXT NOT NULL
);
CREATE INDEX audit_deletion_sop    ON audit_deletion (sop_uid);
CREATE INDEX audit_deletion_image  ON audit_deletion (source_sop_uid);
)sql";

// For claims of steps of priority HIGH alone: without it each would read the whole queue.
inline constexpr const char* kUrgentClaims = R"sql(
CREATE INDEX workitem_urgent ON workitem (model, queue_key, id)
  WHERE state = 'SCHEDULED' AND input_readiness = 'READY' AND priority_rank = 0;
)sql";

// Step n brings the schema from version n to n + 1.
inline constexpr std::array kSchemaSteps{kFirstSchema, kSegmentationTable, kSecondEngine, kReprocessing,
                                         kAudit,       kUrgentClaims};
inline constexpr int kSchemaVersion = static_cast<int>(kSchemaSteps.size());

}  // namespace sonolist::plugin
