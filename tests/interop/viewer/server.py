"""Serves the built OHIF viewer and, on the same origin, the DICOMweb of an Orthanc: no cross-origin rules to satisfy."""

import http.server
import json
import mimetypes
import threading

from tests.interop.tools import VIEWER

DICOMWEB = "/dicom-web"
# Shared memory between the viewer's workers needs both (cross-origin isolation).
ISOLATION = {"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp"}
CONFIGURATION = {
    "routerBasename": "/", "extensions": [], "modes": [], "showStudyList": True, "maxNumberOfWebWorkers": 2,
    "investigationalUseDialog": {"option": "never"}, "defaultDataSourceName": "dicomweb",
    "dataSources": [{
        "namespace": "@ohif/extension-default.dataSourcesModule.dicomweb", "sourceName": "dicomweb",
        "configuration": {
            "friendlyName": "Orthanc", "name": "orthanc", "wadoUriRoot": "/wado", "qidoRoot": DICOMWEB, "wadoRoot": DICOMWEB,
            "qidoSupportsIncludeField": False, "imageRendering": "wadors", "thumbnailRendering": "wadors",
            "enableStudyLazyLoad": True, "supportsFuzzyMatching": False, "supportsWildcard": True,
            "omitQuotationForMultipartRequest": True, "bulkDataURI": {"enabled": True}}}],
}


class ViewerServer:
    """Runs while the with block does; `url` is its root on the loopback address."""

    def __init__(self, orthanc):
        handler = type("Handler", (ViewerHandler,), {"orthanc": orthanc})
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class ViewerHandler(http.server.BaseHTTPRequestHandler):
    orthanc = None
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path.startswith(DICOMWEB):
            self.proxy()
        elif self.path == "/app-config.js":
            self.answer(200, "text/javascript", f"window.config = {json.dumps(CONFIGURATION)};".encode())
        else:
            self.static(self.path.split("?")[0])

    def proxy(self):
        asked = {"Accept": self.headers["Accept"]} if "Accept" in self.headers else {}
        status, headers, body = self.orthanc.request("GET", self.path, headers=asked)
        self.answer(status, headers.get("Content-Type", "application/octet-stream"), body)

    def static(self, path):
        """The application's own addresses (/viewer) are no files: they are its start page."""
        file = (VIEWER / path.lstrip("/")).resolve()
        if "." not in path.rsplit("/", 1)[-1]:
            file = VIEWER / "index.html"
        if VIEWER not in file.parents or not file.is_file():
            self.answer(404, "text/plain", b"no such file")
            return
        self.answer(200, mimetypes.guess_type(file.name)[0] or "application/octet-stream", file.read_bytes())

    def answer(self, status, content_type, body):
        self.send_response(status)
        for name, value in {"Content-Type": content_type, "Content-Length": str(len(body)), **ISOLATION}.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except ConnectionError:
            pass  # the page has gone

    def log_message(self, *_):
        """Requests are not worth a line each."""
