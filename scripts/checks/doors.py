"""Nobody gets in without a password, by any route of either door; nobody changes the logs of the audit unseen"""

import hashlib
import http.client
import sqlite3
import subprocess
import tempfile
import urllib.parse
from pathlib import Path

from tests.harness import paths, phantom_studies
from tests.harness.bounds import Bounds
from tests.harness.dicom_send import send
from tests.harness.door import Door, basic
from tests.harness.orthanc import Orthanc
from tests.harness.process import wait_until
from tests.harness.worklist import Worklist

ROUTES = paths.BUILD / "tests" / "sonolist-routes"
SAMPLES = {"{id}": "0123abcd-0123abcd-0123abcd-0123abcd-0123abcd", "{file}": "app.js"}  # of other names: 1
CHANNEL_HEADERS = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
                   "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
IMAGES = 4
LOGS = {"event": ("created_us", "type", "uid", "json", "recipient"),
        "access": ("created_us", "user_name", "method", "path", "query", "status")}


# Passwords.

def routes():
    """[(method or CHANNEL, path)] from the program, names replaced."""
    found = []
    for line in subprocess.run([ROUTES], check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines():
        method, _, path = line.partition(" ")
        segments = [SAMPLES.get(segment, "1") if segment.startswith("{") else segment for segment in path.split("/")]
        found.append((method, "/".join(segments)))
    return found


def knock(url, method, path, authorization):
    """The status of the answer."""
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
    headers = {"Authorization": authorization} if authorization else {}
    if method == "CHANNEL":
        method, headers = "GET", {**headers, **CHANNEL_HEADERS}
    body = b"{}" if method in ("POST", "PUT") else None
    if body:
        headers["Content-Type"] = "application/json"
    try:
        connection.request(method, path, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


def check_passwords(bounds, orthanc):
    known = basic(orthanc.user, orthanc.password)
    strangers = {"none": "", "wrong": basic(orthanc.user, orthanc.password + "x"), "empty": basic(orthanc.user, ""),
                 "other user": basic("x" + orthanc.user, orthanc.password), "other scheme": "Bearer " + orthanc.password}
    for door, url in (("Orthanc's port", orthanc.url), ("listener", orthanc.listener())):
        # Only the listener has channels and OPTIONS: Orthanc answers that one by itself, and has no plug-in behind it.
        asked = [(method, path) for method, path in routes() if door == "listener" or method not in ("CHANNEL", "OPTIONS")]
        let_in = [(method, path, who, status) for method, path in asked for who, authorization in strangers.items()
                  if (status := knock(url, method, path, authorization)) != 401]
        shut_out = [(method, path) for method, path in asked if knock(url, method, path, known) == 401]
        for entry in [*let_in, *shut_out][:10]:
            print("    ", *entry)
        bounds.true(f"{door}: answers to strangers", len(asked) > 40 and not let_in,
                    f"{len(asked)} routes, {len(strangers)} kinds of stranger, {len(let_in)} let in (bound: 0)")
        bounds.true(f"{door}: answers to who has the password", not shut_out, f"{len(shut_out)} shut out (bound: 0)")


# Tampering.

class Logs:
    """The two logs as somebody with the file of the data base sees them."""

    def __init__(self, orthanc):
        self.door = Door(orthanc.url, orthanc.user, orthanc.password)
        self.file = orthanc.folder / "storage" / "sonolist.db"

    def run(self, *statements):
        """One transaction; Orthanc goes on meanwhile."""
        with sqlite3.connect(self.file, timeout=30) as connection:
            for sql, *values in statements:
                rows = connection.execute(sql, values).fetchall()
        connection.close()
        return rows

    def verify(self):
        return self.door.ask("GET", "/sonolist/audit/verify").json()

    def broken(self):
        answer = self.verify()
        assert answer["intact"] == (answer["broken"] is None)
        return None if answer["intact"] else (answer["broken"]["log"], answer["broken"]["id"])

    def ids(self, log):
        return [row[0] for row in self.run((f"SELECT id FROM {log} ORDER BY id",))]

    def columns(self, log):
        return [row[1] for row in self.run((f"PRAGMA table_info({log})",)) if row[1] != "id"]


def other_value(value):
    return value + 1 if isinstance(value, int) else (value or "") + "x"


def move(log, old, new):
    return f"UPDATE {log} SET id = ? WHERE id = ?", new, old


def tamperings(logs, log):
    """(what, statements, statements that undo them, the number of the first broken link); asking makes the log of accesses longer."""
    ids = logs.ids(log)
    middle, after = ids[len(ids) // 2], ids[len(ids) // 2 + 1]
    columns = logs.columns(log)
    (row,) = logs.run((f"SELECT {', '.join(columns)} FROM {log} WHERE id = ?", middle))
    for column, value in zip(columns, row):
        yield (f"{column} changed", [(f"UPDATE {log} SET {column} = ? WHERE id = ?", other_value(value), middle)],
               [(f"UPDATE {log} SET {column} = ? WHERE id = ?", value, middle)], middle)
    insert = f"INSERT INTO {log} (id, {', '.join(columns)}) VALUES ({', '.join('?' * (len(columns) + 1))})"
    remove = f"DELETE FROM {log} WHERE id = ?"
    for what, place, next_place in (("first", 0, 1), ("middle", len(ids) // 2, len(ids) // 2 + 1), ("last", -1, -1)):
        ids = logs.ids(log)
        (content,) = logs.run((f"SELECT {', '.join(columns)} FROM {log} WHERE id = ?", ids[place]))
        yield f"{what} row deleted", [(remove, ids[place])], [(insert, ids[place], *content)], ids[next_place]
    swap = [move(log, middle, -1), move(log, after, middle), move(log, -1, after)]
    yield "two rows exchanged", swap, swap, middle
    ids = logs.ids(log)
    up = [move(log, number, number + 1) for number in reversed(ids) if number >= after]
    down = [move(log, number + 1, number) for number in ids if number >= after]
    yield "row put in between", [*up, (insert, after, *row)], [(remove, after), *down], after
    ids = logs.ids(log)
    yield "row put behind the end", [(insert, ids[-1] + 1, *row)], [(remove, ids[-1] + 1)], ids[-1] + 1


def check_tampering(bounds, orthanc, log):
    logs = Logs(orthanc)
    bounds.true(f"{log}: intact at first", logs.broken() is None)
    rows = len(logs.ids(log))
    bounds.at_least(f"{log}: rows", rows, 5)
    wrong, number = [], 0
    for what, change, undo, expected in tamperings(logs, log):
        number += 1
        logs.run(*change)
        found = logs.broken()
        logs.run(*undo)
        if found != (log, expected):
            wrong.append(f"{what}: {found} where {expected} is right")
        if (left := logs.broken()) is not None:
            wrong.append(f"{what}, undone: {left}")
    for message in wrong[:10]:
        print("    " + message)
    bounds.true(f"{log}: every tampering is named, and intact when undone", number > 9 and not wrong,
                f"{number} ways, {len(wrong)} not right (bound: 0)")


def chain(logs, log):
    """The hash of the last row, computed anew by what docs/audit.md says of it."""
    head = ""
    for fields in logs.run((f"SELECT {', '.join(LOGS[log])} FROM {log} ORDER BY id",)):
        texts = ["" if field is None else str(field) for field in fields]
        head = hashlib.sha256((head + "".join(f"{len(text.encode())}:{text}" for text in texts)).encode()).hexdigest()
    return head


def check_heads(bounds, orthanc):
    logs = Logs(orthanc)
    for log in LOGS:
        computed = chain(logs, log)  # before the access that asking is
        told = next(entry for entry in logs.verify()["logs"] if entry["log"] == log)
        bounds.equal(f"{log}: head", told["head"], computed)


def make_events(orthanc, folder):
    files = phantom_studies.make(folder, stills=IMAGES, cine_frames=0, size=(120, 160))
    send(orthanc, files)
    steps = wait_until(lambda: (found := Worklist(orthanc).all()) and len(found) == IMAGES and found, "the steps")
    for step in steps:
        path = f"/dicom-web/workitems/{step['00080018']['Value'][0]}/cancelrequest"
        orthanc.request("POST", path, b"{}", {"Content-Type": "application/dicom+json"})
    for name in ("results", "values", "coverage?from=2026-01-01", "results?colour=red", "trace/1.2.3", "versions"):
        orthanc.request("GET", "/sonolist/audit/" + name)


def main():
    bounds = Bounds()
    with tempfile.TemporaryDirectory() as folder, Orthanc(Path(folder) / "pacs") as orthanc:
        make_events(orthanc, Path(folder) / "images")
        check_heads(bounds, orthanc)
        for log in LOGS:
            check_tampering(bounds, orthanc, log)
        check_passwords(bounds, orthanc)
    return bounds.exit_status()


if __name__ == "__main__":
    raise SystemExit(main())
