"""Pages and forms of the results."""

import itertools
import json

from tests.harness.process import wait_until

from . import filling, filters, pages
from .compare import difference
from .judging import finish


def judge_pages(bounds, audit, results):
    asked = pages.Results(audit.orthanc)
    faults = []
    for sort in ("time", "-time"):
        whole = asked.json([("sort", sort), ("limit", 10000)])["results"]
        times = [result["time"] for result in whole]
        if times != sorted(times, reverse=sort == "-time"):
            faults.append(f"sort={sort}: out of order")
        for limit in (1, 7, 100, len(whole), len(whole) + 1):
            some = [] if limit > 1 else [("outcome", "compared")]
            expected = [one for one in whole if filters.passes(one, some)]
            if found := difference(expected, asked.walk([("sort", sort), ("limit", limit), *some])):
                faults.append(f"sort={sort} limit={limit}: {found}")
        for name in sorted({measured["name"] for one in results for measured in one["measurements"]}):
            query = [("sort", sort), ("measurement", name)]
            expected = [one for one in whole if filters.passes(one, query)]
            for limit in (1, 2, 3):
                if limit > 1 and len(expected) > 60:
                    continue
                if len(expected) <= 60 and (found := difference(expected, asked.walk([*query, ("limit", limit)]))):
                    faults.append(f"sort={sort} limit={limit} measurement={name}: {found}")
    first = len(asked.json([])["results"])
    if first != min(100, len(results)):
        faults.append(f"{first} results without a limit")
    finish(bounds, "results: orders, limits and pages", faults)


def judge_formats(bounds, audit):
    asked, faults = pages.Results(audit.orthanc), []
    whole = asked.json([("limit", 10000)])["results"]
    for query, headers in (([("format", "ndjson")], {}), ([], {"Accept": "application/x-ndjson"})):
        _, heads, body = asked.page([*query, ("limit", 10000)], headers)
        if found := difference(whole, [json.loads(line) for line in body.decode().splitlines()]):
            faults.append(f"NDJSON: {found}")
        if heads.get_content_type() != "application/x-ndjson" or "X-Next-Cursor" in heads:
            faults.append(f"NDJSON: {heads}")
    for query, headers in (([("format", "csv")], {}), ([], {"Accept": "text/csv;q=0.9, */*;q=0.1"})):
        _, heads, body = asked.page([*query, ("limit", 10000)], headers)
        columns, rows = pages.read_csv(body)
        expected = [list(pages.csv_row(result)) for result in whole]
        if found := difference([pages.CSV_COLUMNS, expected], [columns, [list(row) for row in rows]]):
            faults.append(f"CSV: {found}")
        if heads.get_content_type() != "text/csv":
            faults.append(f"CSV: {heads}")
    for form in ("csv", "ndjson"):
        cursor, number = [], 0
        while True:
            _, heads, body = asked.page([("format", form), ("limit", 100), *cursor])
            number += len(pages.read_csv(body)[1]) if form == "csv" else len(body.splitlines())
            if "X-Next-Cursor" not in heads:
                break
            cursor = [("cursor", heads["X-Next-Cursor"])]
        if number != len(whole):
            faults.append(f"{form}: {number} lines in pages, {len(whole)} in one")
    finish(bounds, "results: JSON, NDJSON, CSV", faults)


def judge_paging_over_changes(bounds, audit, session, base, draw):
    """Between pages reports come and one goes: the pages are of the moment of the first, but for what was deleted."""
    asked, faults, numbers = pages.Results(audit.orthanc), [], itertools.count(filling.REPORTS_OF_THE_PAST)
    for sort in ("time", "-time"):
        query = [("sort", sort), ("limit", 40), ("kind", "report")]
        before = asked.walk([("sort", sort), ("kind", "report"), ("limit", 10000)])
        gone = before[len(before) // 2]["sopInstanceUid"] if sort == "-time" else before[-1]["sopInstanceUid"]
        came = []

        def change():
            if came:
                return
            for _ in range(5):
                new = filling.report_of_the_past(base, next(numbers), draw)
                filling.post(session.orthanc, new)
                came.append(str(new.SOPInstanceUID))
            delete_instance(session, gone)
            wait_until(lambda: not asked.json([("report", gone)])["results"], "the deletion", 30)
            wait_until(lambda: all(asked.json([("report", uid)])["results"] for uid in came), "the new reports", 30)

        found = asked.walk(query, between=change)
        expected = [result for result in before if result["sopInstanceUid"] != gone]
        if fault := difference(expected, found):
            faults.append(f"sort={sort}: {fault}")
        if not came:
            faults.append("there was but one page")
    finish(bounds, "results: pages of one snapshot while reports come and go", faults)


def delete_instance(session, uid):
    status, _, _ = session.orthanc.request("DELETE", "/instances/" + session.instances()[uid])
    assert status == 200
