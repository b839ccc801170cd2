"""Sends files by C-STORE with DCMTK's storescu and notes when each one was acknowledged."""

import os
import subprocess
import time

import pydicom

# storescu proposes one family of transfer syntaxes per association.
PROPOSE = {
    "1.2.840.10008.1.2": "-xi", "1.2.840.10008.1.2.1": "-xe", "1.2.840.10008.1.2.2": "-xb",
    "1.2.840.10008.1.2.1.99": "-xd", "1.2.840.10008.1.2.5": "-xr",
    "1.2.840.10008.1.2.4.50": "-xy", "1.2.840.10008.1.2.4.51": "-xx", "1.2.840.10008.1.2.4.70": "-xs",
    "1.2.840.10008.1.2.4.80": "-xt", "1.2.840.10008.1.2.4.81": "-xu",
    "1.2.840.10008.1.2.4.90": "-xv", "1.2.840.10008.1.2.4.91": "-xw",
}


def send(orthanc, files):
    """{path: time.monotonic() of the acknowledgement}. Raises RuntimeError when a file is refused."""
    groups = {}
    for file in map(str, files):
        syntax = str(pydicom.dcmread(file, stop_before_pixels=True, force=True).file_meta.TransferSyntaxUID)
        groups.setdefault(PROPOSE.get(syntax), []).append(file)
    acknowledged = {}
    for option, group in groups.items():
        acknowledged.update(c_store(orthanc, option, group) if option else post(orthanc, group))
    return acknowledged


def c_store(orthanc, option, files):
    command = ["storescu", "-v", "-R", option, "-aec", "SONOLIST", "127.0.0.1", str(orthanc.dicom_port), *files]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                             env={**os.environ, "TCP_NODELAY": "1"})
    acknowledged, current, lines = {}, None, []
    for line in child.stdout:
        lines.append(line)
        if "Sending file:" in line:
            current = line.split("Sending file:", 1)[1].strip()
        elif "Received Store Response (Success)" in line:
            acknowledged[current] = time.monotonic()
    child.wait()
    refused = [file for file in files if file not in acknowledged]
    if refused:
        raise RuntimeError(f"C-STORE failed for {', '.join(refused)}:\n{''.join(lines[-20:])}")
    return acknowledged


def post(orthanc, files):
    """For transfer syntaxes that storescu cannot propose: Orthanc's own REST upload."""
    acknowledged = {}
    for file in files:
        with open(file, "rb") as source:
            status, _, body = orthanc.request("POST", "/instances", source.read())
        if status != 200:
            raise RuntimeError(f"upload of {file} failed: HTTP {status} {body[:200]!r}")
        acknowledged[file] = time.monotonic()
    return acknowledged
