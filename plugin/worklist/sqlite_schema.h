// The tables of the worklist, as the steps that lead from an empty data base to them.
#pragma once

#include <array>

namespace sonolist::plugin {

// Times are microseconds since 1970 UTC. What is not in a column is in `json`.
inline constexpr const char* kFirstSchema = R"sql(
CREATE TABLE schema_version (version INTEGER NOT NULL);

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

// Step n brings the schema from version n to n + 1.
inline constexpr std::array kSchemaSteps{kFirstSchema, kSegmentationTable};
inline constexpr int kSchemaVersion = static_cast<int>(kSchemaSteps.size());

}  // namespace sonolist::plugin
