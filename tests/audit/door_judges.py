"""What is refused, and who is noted to have asked."""

import urllib.parse

from .compare import difference
from .judging import finish


def judge_refusals(bounds, audit):
    """What is malformed is answered 400 with a sentence, however long."""
    faults = []
    long_text = "x" * 6000
    for path in ("results?colour=red", "results?from=yesterday", "results?limit=0", "results?limit=10001", "results?sort=size",
                 "results?format=xml", "results?cursor=1.2.3.abc", "results?kind=x", "results?outcome=x", "results?agreement=0.7",
                 "results?measurement=Area%3Elarge", "results?measurement=" + long_text + "%3E", "results?from=" + long_text,
                 "aggregate?by=colour", "aggregate?measurement=Area", "aggregate?measurement=Depth%20(Mean)&by=kind",
                 "aggregate?quantiles=2&measurement=Perimeter", "aggregate?histogram=-1", "drift?from=2026-01-01",
                 "drift?measurement=Area%3E5", "drift?window=0", "versions?structure=x", "versions?examinations=2", "coverage?patient=1",
                 "values?colour=red", "verify?colour=red", "accesses?colour=red", "accesses?limit=0", "fhir/AuditEvent?colour=red",
                 "trace/1.2?colour=red", "reindex?colour=red"):
        status, answer = audit.get(path)
        if status != 400:
            faults.append(f"{path[:100]}: HTTP {status} {str(answer)[:200]}")
    finish(bounds, "what is malformed is refused", faults)


def judge_accesses(bounds, audit):
    """Whoever reads is noted, with what was asked and how it was answered; as FHIR, too."""
    user, faults = audit.orthanc.user, []
    asked = [("values", "", 200), ("results", "patient=A-1&limit=1", 200), ("results", "colour=r%C3%B6t", 400), ("trace/1.2.3.4", "", 404),
             ("coverage", "from=2026-01-01", 200)]
    for path, query, _ in asked:
        audit.get(path + ("?" + query if query else ""))
    expected = [(user, "GET", "/sonolist/audit/" + path, urllib.parse.unquote(query), status) for path, query, status in reversed(asked)]
    rows = audit.get("accesses?limit=5")[1]["accesses"]
    fields = ("user", "method", "path", "query", "status")
    if found := difference(expected, [tuple(row[field] for field in fields) for row in rows]):
        faults.append(found)
    older = audit.get(f"accesses?limit=3&before={rows[1]['id']}")[1]["accesses"]
    if older != rows[2:5]:
        faults.append(f"before: {older}")
    since = rows[-1]["time"]
    entries = [entry["resource"] for entry in audit.get("fhir/AuditEvent?from=" + since)[1]["entry"]]
    told = [(entry["agent"][0]["altId"], entry["entity"][0]["name"], entry["outcome"])
            for entry in entries if entry["id"].startswith("access-")]
    outcomes = {200: "0", 400: "4", 404: "4"}
    if told[:5] != [(user, path, outcomes[status]) for _, _, path, _, status in reversed(expected)]:
        faults.append(f"FHIR: {told[:6]}")
    if any(entry["resourceType"] != "AuditEvent" or entry["recorded"] < since for entry in entries):
        faults.append("FHIR: an entry of another kind or time")
    finish(bounds, "accesses, as rows and as FHIR", faults)
