"""Runs cases of run.mjs and hands on what they saw."""

import json
import os
import subprocess

from tests.harness.paths import BUILD, ROOT

FOLDER = ROOT / "build" / "browser"
PAGE = BUILD / "plugin" / "web" / "page"
RUN = ROOT / "tests" / "browser" / "run.mjs"


def run(cases, pictures, headers, folder, site=None):
    """Yields what each case says, line by line: {"what", "holds", "detail"} or {"what", "figure", "most", "unit"}."""
    request = folder / "request.json"
    request.write_text(json.dumps({"page": str(PAGE), "headers": headers, "pictures": str(pictures), "cases": cases, "site": site}))
    node = subprocess.Popen(["node", RUN, request], stdout=subprocess.PIPE, text=True,
                            env={**os.environ, "NODE_MODULES": str(FOLDER / "node_modules")})
    for line in node.stdout:
        yield json.loads(line)
    if node.wait() != 0:
        yield {"what": f"{', '.join(cases)}: the browser runs to its end", "holds": False, "detail": f"exit status {node.returncode}"}


def hand_on(bounds, lines):
    for line in lines:
        if "figure" in line:
            bounds.at_most(line["what"], line["figure"], line["most"], line["unit"])
        else:
            bounds.true(line["what"], line["holds"], line["detail"])
