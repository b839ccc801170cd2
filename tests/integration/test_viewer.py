"""The viewer under the plug-in's root: files of a folder and no others, its own addresses, and a password before all of them."""

import http.client
import json
import os
import urllib.parse

import pytest

from tests.harness.door import Door, listener_door, orthanc_door
from tests.harness.orthanc import Orthanc

ROOT = "/sonolist/viewer"
SECRET = "SIMULATED secret"
FILES = {
    "index.html": '<script src="/app-config.js"></script><script src="/app.js"></script>',
    "app.js": '__webpack_require__.p = "/";',
    "app-config.js": "of the package",
    "module.mjs": "export {};",
    "style.css": "url(/font.woff2)",
    "code.wasm": "\0asm",
    "assets/picture.png": "PNG",
    ".hidden": SECRET,
}


@pytest.fixture(scope="module")
def dist(tmp_path_factory):
    folder = tmp_path_factory.mktemp("viewer")
    (folder / "secret.txt").write_text(SECRET)
    for name, content in FILES.items():
        file = folder / "dist" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    (folder / "dist" / "link.txt").symlink_to(folder / "secret.txt")
    (folder / "dist" / "out").symlink_to(folder)
    return folder / "dist"


@pytest.fixture(scope="module")
def orthanc(dist, tmp_path_factory):
    with Orthanc(tmp_path_factory.mktemp("pacs"), {"Viewer": {"Folder": str(dist)}}) as running:
        yield running


@pytest.fixture(scope="module")
def door(orthanc):
    return orthanc_door(orthanc)


def raw(orthanc, target):
    """(status, body) of a request line that no client library has tidied up."""
    connection = http.client.HTTPConnection(orthanc.address, orthanc.http_port, timeout=30)
    try:
        connection.putrequest("GET", target, skip_host=False, skip_accept_encoding=True)
        for name, value in orthanc_door(orthanc).authorization.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize("name, content_type", [
    ("index.html", "text/html; charset=utf-8"), ("app.js", "text/javascript; charset=utf-8"),
    ("module.mjs", "text/javascript; charset=utf-8"), ("style.css", "text/css; charset=utf-8"),
    ("code.wasm", "application/wasm"), ("assets/picture.png", "image/png")])
def test_serves_files_with_their_types_below_the_root(door, name, content_type):
    answer = door.ask("GET", f"{ROOT}/{name}")
    assert (answer.status, answer.headers["content-type"]) == (200, content_type)
    assert answer.body.decode() == FILES[name].replace('"/', f'"{ROOT}/').replace("(/", f"({ROOT}/")
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["cross-origin-embedder-policy"] == "require-corp"
    assert "connect-src 'self'" in answer.headers["content-security-policy"]
    assert door.ask("GET", f"{ROOT}/{name}", If_None_Match=answer.headers["etag"]).status == 304


def test_its_own_addresses_are_the_start_page(door):
    page = door.ask("GET", f"{ROOT}/index.html").body
    for path in ("", "/", "/viewer?StudyInstanceUIDs=1.2.3", "/viewer/dicomweb?StudyInstanceUIDs=1.2.3", "/assets"):
        answer = door.ask("GET", ROOT + path)
        assert (answer.status, answer.body) == (200, page), path
    assert door.ask("GET", f"{ROOT}/missing.js").status == 404


def test_configuration_is_made_for_this_orthanc(door):
    answer = door.ask("GET", f"{ROOT}/app-config.js")
    configuration = json.loads(answer.body.decode().removeprefix("window.config = ").rstrip(";\n"))
    assert configuration["routerBasename"] == ROOT
    assert configuration["dataSources"][0]["configuration"]["wadoRoot"] == "/dicom-web"


def test_reads_no_file_outside_of_the_folder(orthanc, dist):
    absolute = urllib.parse.quote(str(dist.parent / "secret.txt"), safe="")
    for path in ("../secret.txt", "assets/../../secret.txt", "%2e%2e/secret.txt", "..%2fsecret.txt", "%2e%2e%2fsecret.txt",
                 "..%252fsecret.txt", "....//secret.txt", "..%5csecret.txt", "/secret.txt", "./../secret.txt", "link.txt",
                 "out/secret.txt", ".hidden", "app.js/../../secret.txt", "..;/secret.txt", absolute,
                 "../" * 12 + "etc/passwd", "%2e%2e/" * 12 + "etc/passwd"):
        status, body = raw(orthanc, f"{ROOT}/{path}")
        assert status in (400, 404), (path, status, body)
        assert SECRET.encode() not in body and b"root:" not in body, path
    # Orthanc's path ends at a zero byte, so this is the root.
    assert raw(orthanc, f"{ROOT}/%00../secret.txt") == raw(orthanc, f"{ROOT}/")


def test_nobody_gets_in_without_a_password(orthanc):
    for url in (orthanc.url, orthanc.listener()):
        for path in ("", "/", "/index.html", "/app.js", "/app-config.js", "/viewer?StudyInstanceUIDs=1", "/../secret.txt"):
            assert Door(url).ask("GET", ROOT + path).status == 401, (url, path)


def test_status_and_explorer_tell_of_it(orthanc, door):
    assert door.ask("GET", "/sonolist/status").json()["viewer"] == f"{ROOT}/"
    assert f"sonolistViewer = '..{ROOT}/'" in door.ask("GET", "/plugins/explorer.js").body.decode()
    assert listener_door(orthanc).ask("GET", f"{ROOT}/app.js").status == 200


def test_without_a_folder_there_is_none(tmp_path):
    with Orthanc(tmp_path) as orthanc:
        answer = orthanc_door(orthanc).ask("GET", f"{ROOT}/")
        assert answer.status == 404 and "Sonolist.Viewer.Folder" in answer.json()["Message"]
        assert orthanc.get("/sonolist/status")["viewer"] == ""
        assert b"sonolistViewer = '" not in orthanc.request("GET", "/plugins/explorer.js")[2]


def test_a_folder_without_a_page_is_refused(tmp_path):
    os.mkdir(tmp_path / "empty")
    orthanc = Orthanc(tmp_path / "pacs", {"Viewer": {"Folder": str(tmp_path / "empty")}})
    with pytest.raises(RuntimeError, match="ended at start"):
        orthanc.start()
    log = (tmp_path / "pacs" / "orthanc.log").read_text()
    assert "Sonolist.Viewer.Folder" in log and "index.html" in log and str(tmp_path / "empty") in log
