"""A real Orthanc with the official DICOMweb plug-in and ours, on free ports of the loopback address."""

import base64
import http.client
import json
import secrets
import urllib.error
import urllib.request
from pathlib import Path

from . import paths
from .process import Process, Server, free_port


class Orthanc(Server):
    def __init__(self, folder, sonolist=None, options=None, address="127.0.0.1", http_port=None):
        """`sonolist`: the plug-in's section, `options`: other keys of Orthanc's configuration."""
        self.folder, self.address = Path(folder), address
        self.folder.mkdir(parents=True, exist_ok=True)
        self.http_port, self.dicom_port = http_port or free_port(), free_port()
        self.user, self.password = "sonolist", secrets.token_hex(8)
        self.password_file = self.folder / "password"
        self.password_file.write_text(self.password)
        self.password_file.chmod(0o600)
        configuration = {
            "Name": "Sonolist",
            "StorageDirectory": str(self.folder / "storage"),
            "IndexDirectory": str(self.folder / "storage"),
            "Plugins": [str(paths.DICOMWEB_PLUGIN), str(paths.PLUGIN)],
            "HttpPort": self.http_port,
            "DicomPort": self.dicom_port,
            "DicomAet": "SONOLIST",
            "RemoteAccessAllowed": address != "127.0.0.1",
            "AuthenticationEnabled": True,
            "RegisteredUsers": {self.user: self.password},
            "DicomWeb": {"Enable": True, "Root": "/dicom-web/", "StudiesMetadata": "Full", "SeriesMetadata": "Full"},
            "Sonolist": {"Listener": {"Port": 0}, **(sonolist or {})},
            **(options or {}),
        }
        (self.folder / "orthanc.json").write_text(json.dumps(configuration, indent=2))
        # Orthanc's DCMTK leaves Nagle's algorithm on, which costs C-STORE two thirds of its rate.
        super().__init__("Orthanc", Process(["Orthanc", self.folder / "orthanc.json"], self.folder / "orthanc.log",
                                            {"TCP_NODELAY": "1"}))

    @property
    def url(self):
        return f"http://{self.address}:{self.http_port}"

    @property
    def dicomweb(self):
        return self.url + "/dicom-web"

    def watch(self):
        def answers():
            try:
                status, _, body = self.request("GET", "/sonolist/status")
                return status == 404 or (status == 200 and json.loads(body)["started"])  # 404: without our plug-in
            except (urllib.error.URLError, ConnectionError):
                return False

        return answers

    def request(self, method, path, body=None, headers=None, url=None, timeout=60):
        """(status, headers, body bytes); HTTP errors are values, connection errors raise. `url` may be that of a proxy."""
        data = json.dumps(body).encode() if isinstance(body, (dict, list)) else body
        request = urllib.request.Request((url or self.url) + path, data=data, method=method, headers=headers or {})
        token = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        request.add_header("Authorization", "Basic " + token)
        try:
            try:
                answer = urllib.request.urlopen(request, timeout=timeout)
            except urllib.error.HTTPError as error:
                answer = error
            with answer:
                return answer.status, answer.headers, answer.read()
        except http.client.HTTPException as error:
            raise ConnectionError(f"{method} {path}: the answer broke off: {error!r}") from error

    def listener(self):
        """URL of the plug-in's own door, e.g. http://127.0.0.1:41234; empty when it does not run."""
        return self.get("/sonolist/status")["listener"]["url"]

    def get(self, path):
        status, _, body = self.request("GET", path)
        if status == 204 or not body:
            return []
        if status != 200:
            raise RuntimeError(f"GET {path}: HTTP {status} {body[:300]!r}")
        return json.loads(body)

    def file(self, orthanc_id):
        status, _, body = self.request("GET", f"/instances/{orthanc_id}/file")
        if status != 200:
            raise RuntimeError(f"instance {orthanc_id}: HTTP {status}")
        return body
