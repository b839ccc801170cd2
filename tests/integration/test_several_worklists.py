"""One processor works for several PACS; one that does not answer holds up no other."""

import socket

import pytest

from tests.harness.orthanc import Orthanc
from tests.harness.process import free_port, wait_until
from tests.harness.dicom_send import send
from tests.harness.processor import Processor
from tests.harness.worklist import FINAL, STATE, Worklist, value

pytestmark = pytest.mark.processor


def access(orthanc):
    return {"DicomWebUrl": orthanc.dicomweb, "Username": orthanc.user, "PasswordFile": str(orthanc.password_file)}


def completed(orthanc, count):
    states = [value(workitem, STATE) for workitem in Worklist(orthanc).all()]
    return len(states) == count and all(state in FINAL for state in states) and set(states) == {"COMPLETED"}


def test_every_pacs_is_served_beside_dead_ones(tmp_path, stills):
    with socket.socket() as silent, Orthanc(tmp_path / "first") as first, Orthanc(tmp_path / "second") as second:
        silent.bind(("127.0.0.1", 0))
        silent.listen()  # takes connections and never says a word
        addresses = [f"http://127.0.0.1:{silent.getsockname()[1]}/dicom-web", f"http://127.0.0.1:{free_port()}/dicom-web"]
        worklists = [{"DicomWebUrl": address} for address in addresses] + [access(second)]
        with Processor.stub(first, tmp_path / "processor", network_ms=1, configuration={"Worklists": worklists}) as processor:
            send(first, stills[:3])
            send(second, stills[3:])
            wait_until(lambda: completed(first, 3) and completed(second, 3), "the completion in both PACS", 60, interval=0.2)
            assert processor.stop() == 0, "a request that hangs does not hold up the stop"
