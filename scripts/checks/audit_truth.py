"""Every answer of the audit before a computation of its own over the files in the PACS: ours, highdicom's, dcmjs', damaged ones"""

import argparse
import contextlib
import os
import random
import tempfile
import time
from pathlib import Path

from tests.audit import (aggregate_questions, change_judges, door_judges, drift_questions, filling, overview_questions, page_judges, pages,
                         result_questions, trace_questions, truth)
from tests.audit.judging import Audit, judge
from tests.harness.bounds import Bounds
from tests.harness.postgresql import Postgresql
from tests.harness.session import Session

ZONE = "IST-5:30"  # of all programs here: days are of UTC, Content Date and Time of the host
KINDS = ("report", "agreement", "failure", "skipped")
AFTER_REINDEX = 20  # questions of each family that are asked again


def families(audit, known, seed):
    results = known.results
    return {
        "results: every filter, and two at a time": list(result_questions.result_questions(results, seed)),
        "results: what GET values names": list(result_questions.round_trip_questions(audit, results)),
        "aggregate: counts and values": list(aggregate_questions.aggregate_questions(results, seed)),
        "drift": list(drift_questions.drift_questions(results, seed)),
        "versions and examinations": list(overview_questions.versions_questions(results, seed)),
        "values": [overview_questions.values_question(results)],
        "coverage": list(overview_questions.coverage_questions(known)),
        "trace": list(trace_questions.trace_questions(known)),
    }


def check_kinds(bounds, audit, known, filled, seed):
    counts = {kind: sum(result["kind"] == kind for result in known.results) for kind in KINDS}
    print(f"  {len(known.digests)} reports, results: {counts}, seed {seed}")
    bounds.true("every kind of result is there", all(counts.values()))
    found = {result["sopInstanceUid"] for result in pages.Results(audit.orthanc).walk([("limit", 10000)])}
    bounds.true("damaged and foreign reports are not in the index", not found & set(filled.refused), f"{len(filled.refused)} of them")


def check(bounds, folder, seed, section=None):
    draw = random.Random(seed)
    session = Session(folder / "session", section)
    with session.orthanc:
        try:
            filled = filling.fill(session, folder / "files", seed)
        finally:
            session.processor.stop()
        audit = Audit(session.orthanc)
        known = truth.compute(session.orthanc, filled.asked_to_stop)
        audit.settled(set(known.digests))
        check_kinds(bounds, audit, known, filled, seed)
        asked = families(audit, known, seed)
        for family, questions in asked.items():
            judge(bounds, family, audit, questions, draw)
        page_judges.judge_pages(bounds, audit, known.results)
        page_judges.judge_formats(bounds, audit)
        door_judges.judge_refusals(bounds, audit)
        door_judges.judge_accesses(bounds, audit)
        again = [question for questions in asked.values() for question in draw.sample(questions, min(AFTER_REINDEX, len(questions)))]
        change_judges.judge_reindex(bounds, audit, again)
        page_judges.judge_paging_over_changes(bounds, audit, session, filled.outcomes[0].sr, draw)
        change_judges.judge_late_image(bounds, audit, filled)
        change_judges.judge_deletion(bounds, audit, truth.compute(session.orthanc, filled.asked_to_stop))
        status, verified = audit.get("verify")
        bounds.true("the logs are intact at the end", status == 200 and verified["intact"], str(verified["broken"]))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--engine", choices=["SQLite", "PostgreSQL"], action="append", help="otherwise one after the other")
    asked = arguments.parse_args()
    bounds = Bounds()
    os.environ["TZ"] = ZONE
    time.tzset()
    for engine in asked.engine or ["SQLite", "PostgreSQL"]:
        print(engine)
        with contextlib.ExitStack() as ends:
            folder = Path(ends.enter_context(tempfile.TemporaryDirectory()))
            section = {"Database": ends.enter_context(Postgresql()).section} if engine == "PostgreSQL" else None
            check(bounds, folder, asked.seed, section)
    return bounds.exit_status()


if __name__ == "__main__":
    raise SystemExit(main())
