"""The stub processor of the fault tests does what the real one does, but for the network."""

import pytest

from tests.harness import report
from tests.harness.session import Session

pytestmark = pytest.mark.processor


def test_every_image_has_shapes_of_every_class(tmp_path, stills, cine):
    with Session(tmp_path, network_ms=1) as session:
        for outcome in session.process([*stills, cine]):
            assert outcome.state == "COMPLETED", outcome.reason
            assert len(report.read(outcome.seg).SegmentSequence) == len(outcome.groups) == 5
