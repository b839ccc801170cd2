"""What plug-in and processor tell those who watch them agrees with what was done."""

import hashlib
import json
import re
import urllib.error
import urllib.request

import pydicom
import pytest

from tests.harness import exposition, paths
from tests.harness.door import listener_door, orthanc_door
from tests.harness.exposition import Scrape
from tests.harness.orthanc import Orthanc
from tests.harness.postgresql import Postgresql
from tests.harness.process import free_port, wait_until
from tests.harness.processor import Processor
from tests.harness.session import Session

CONFIG = paths.ROOT / "config"
PACKAGES = paths.ROOT / "model" / "packages"


def ask(url):
    """(status, headers, text)"""
    try:
        answer = urllib.request.urlopen(url, timeout=20)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.status, answer.headers, answer.read().decode()


def scrape_processor(processor):
    status, headers, text = ask(processor.monitoring() + "/metrics")
    assert status == 200 and headers["Content-Type"] == exposition.CONTENT_TYPE
    return Scrape(text)


def scrape_plugin(door):
    answer = door.ask("GET", "/sonolist/metrics")
    assert answer.status == 200 and answer.headers["content-type"] == exposition.CONTENT_TYPE
    return Scrape(answer.body.decode())


def is_ready(processor):
    return ask(processor.monitoring() + "/health/ready")[0] == 200


@pytest.fixture(scope="module")
def finished(tmp_path_factory, stills):
    """A session in which six images were segmented and one could not be read."""
    folder = tmp_path_factory.mktemp("monitoring")
    damaged = pydicom.dcmread(stills[0])
    damaged.SOPInstanceUID = damaged.file_meta.MediaStorageSOPInstanceUID = "2.25.1234567890"
    damaged.PixelData = damaged.PixelData[: len(damaged.PixelData) // 4]
    damaged.save_as(folder / "damaged.dcm")
    with Session(folder / "session", sonolist={"PackageFolders": [str(PACKAGES), str(folder / "nowhere")]}, network_ms=20) as session:
        session.process([*stills, folder / "damaged.dcm"])
        # The plug-in counts once a second.
        wait_until(lambda: scrape_plugin(orthanc_door(session.orthanc)).total("sonolist_steps_finished_total") == 7, "the counting of seven steps")
        # Seven images, and six SEGs and six SRs that no rule wants.
        wait_until(lambda: scrape_plugin(orthanc_door(session.orthanc)).total("sonolist_images") == 7 + 12, "the intake of the results")
        yield session


@pytest.mark.parametrize("door_of", [orthanc_door, listener_door])
def test_plugin_counts_what_was_done(finished, door_of):
    scrape = scrape_plugin(door_of(finished.orthanc))
    assert scrape.value("sonolist_steps_finished_total", outcome="completed") == 6
    assert scrape.value("sonolist_steps_finished_total", outcome="canceled", error_class="input") == 1
    assert scrape.total("sonolist_steps_finished_total") == 7
    for phase in ("wait", "work"):
        assert scrape.value("sonolist_step_seconds_count", phase=phase, outcome="completed") == 6
    # Each step took at least as long as its network.
    assert scrape.value("sonolist_step_seconds_sum", phase="work", outcome="completed") >= 6 * 0.02
    assert scrape.value("sonolist_images", outcome="queued") == 7
    assert scrape.total("sonolist_images") == 7 + 12
    assert scrape.total("sonolist_queue_steps") == 0 and scrape.all("sonolist_queue_steps", model="anterior-sciatic")
    assert scrape.value("sonolist_dead_letters") == 1
    assert scrape.value("sonolist_event_channels") == 1
    assert scrape.value("sonolist_intake_lag_changes") == 0
    assert scrape.value("sonolist_intake_cursor") == finished.orthanc.get("/changes?last")["Last"]
    assert scrape.value("sonolist_ready") == 1


def test_processor_counts_what_was_done(finished):
    scrape = scrape_processor(finished.processor)
    assert scrape.value("sonolist_processor_steps_total", outcome="completed", model="anterior-sciatic") == 6
    assert scrape.value("sonolist_processor_steps_total", outcome="canceled", model="anterior-sciatic", error_class="input") == 1
    assert scrape.total("sonolist_processor_steps_total") == 7
    assert scrape.value("sonolist_processor_step_seconds_count", outcome="completed") == 6
    counts = {tags["stage"]: value for tags, value in scrape.all("sonolist_processor_stage_seconds_count")}
    assert counts.pop("claim") in range(1, 8), "one request may claim several"
    assert counts == {"fetch": 7, "decode": 6, "infer": 6, "network": 6, "measure": 6, "encode": 6, "update": 6, "store": 6, "complete": 6}
    assert scrape.value("sonolist_processor_batch_pictures_total") == 6
    assert scrape.value("sonolist_processor_batch_places_total") >= 6
    assert scrape.value("sonolist_processor_steps_in_flight") == 0
    assert scrape.value("sonolist_processor_worklist_up", worklist=finished.orthanc.dicomweb) == 1
    assert scrape.value("sonolist_processor_event_channel_open") == 1
    manifest = json.loads((paths.PACKAGE / "model.json").read_text())
    assert scrape.value("sonolist_processor_model_info", model=manifest["name"], version=manifest["version"],
                        weights_sha256=manifest["weights"]["sha256"]) == 1
    assert scrape.value("process_resident_memory_bytes") > 1e6
    assert is_ready(finished.processor)


def test_system_agrees(finished):
    system = finished.orthanc.get("/sonolist/system")
    (performer,) = system["performers"]
    assert performer["name"] == "processor-1" and performer["state"] == "alive"
    assert (performer["running"], performer["completed"], performer["canceled"]) == (0, 6, 1)
    assert len(system["throughput"]) == 24
    assert sum(hour["completed"] for hour in system["throughput"]) == 6 and sum(hour["canceled"] for hour in system["throughput"]) == 1
    assert system["errors"] == [{"class": "input", "count": 1}]
    for span in system["latencySeconds"].values():
        assert 0 <= span["p50"] <= span["p95"] <= span["p99"] < 600
    assert system["latencySeconds"]["work"]["p50"] >= 0.02
    assert system["latencySeconds"]["total"]["p99"] >= system["latencySeconds"]["work"]["p50"]
    assert system["queue"] == {"depth": 0, "oldestSeconds": 0, "byModel": []}


def test_models_are_those_of_the_folder(finished):
    models = finished.orthanc.get("/sonolist/models")["models"]
    folders = sorted(manifest.parent for manifest in PACKAGES.glob("*/model.json"))
    assert [model["name"] for model in models] == [folder.name for folder in folders]
    for model, folder in zip(models, folders):
        assert "error" not in model
        assert model["weightsSha256"] == hashlib.sha256((folder / "weights.safetensors").read_bytes()).hexdigest()
        assert model["card"] == (folder / "MODEL_CARD.md").read_text()
        assert model["description"] and "\n" not in model["description"]
        assert all(re.fullmatch("#[0-9a-f]{6}", structure["colour"]) for structure in model["classes"])


def test_health_of_the_plugin(finished):
    for door in (orthanc_door(finished.orthanc), listener_door(finished.orthanc)):
        for path in ("/sonolist/health/live", "/sonolist/health/ready"):
            assert door.ask("GET", path).status == 200


def metrics_of(expression):
    """Names of metrics in an expression: words that are no function, label or keyword."""
    without_texts = re.sub(r'"[^"]*"', "", expression)
    without_labels = re.sub(r"\{[^}]*\}|\bby \([^)]*\)|\[[^\]]*\]", "", without_texts)
    words = re.findall(r"[a-zA-Z_:][a-zA-Z0-9_:]*(?!\w)(?!\s*\()", without_labels)
    return {word for word in words if word not in ("by", "instance")}


def test_every_metric_of_the_dashboard_is_exposed(finished):
    dashboard = json.loads((CONFIG / "grafana" / "sonolist.json").read_text())
    assert dashboard["schemaVersion"] >= 36
    expressions = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]
    queries = [variable["definition"] for variable in dashboard["templating"]["list"] if variable["type"] == "query"]
    wanted = set().union(*(metrics_of(expression) for expression in expressions + queries))
    assert len(wanted) > 20 and any(name.endswith("_bucket") for name in wanted)
    exposed = scrape_plugin(orthanc_door(finished.orthanc)).names() | scrape_processor(finished.processor).names()
    assert wanted - exposed == {"up"}, "Prometheus makes that one itself"
    jobs = set(re.findall(r'job="([^"]*)"', " ".join(expressions)))
    assert jobs <= set(re.findall(r"job_name: (\S+)", (CONFIG / "prometheus.yml").read_text()))


def test_processor_is_ready_while_the_pacs_answers(tmp_path):
    with Orthanc(tmp_path / "pacs", http_port=free_port()) as orthanc, Processor.stub(orthanc, tmp_path / "processor", network_ms=1) as processor:
        wait_until(lambda: is_ready(processor), "the first answer of the worklist")
        orthanc.stop()
        wait_until(lambda: not is_ready(processor), "the processor to notice")
        status, _, body = ask(processor.monitoring() + "/health/ready")
        assert status == 503 and "No worklist answers" in json.loads(body)["Message"]
        assert ask(processor.monitoring() + "/health/live")[0] == 200
        assert scrape_processor(processor).value("sonolist_processor_worklist_up") == 0
        assert scrape_processor(processor).value("sonolist_processor_ready") == 0
        orthanc.start()
        wait_until(lambda: is_ready(processor), "the processor to notice again")


def test_two_processors_on_one_host_share_a_port_in_their_configuration(tmp_path):
    settings = {"Monitoring": {"Port": free_port()}}
    with Orthanc(tmp_path / "pacs") as orthanc, \
            Processor.stub(orthanc, tmp_path, network_ms=1, name="one", configuration=settings) as one, \
            Processor.stub(orthanc, tmp_path, network_ms=1, name="two", configuration=settings) as two:
        assert one.monitoring() != two.monitoring()
        for processor in (one, two):
            wait_until(lambda each=processor: is_ready(each), "readiness")
        assert "the port of the monitoring is taken" in two.process.log_tail()


def test_plugin_is_not_ready_without_its_data_base(tmp_path):
    with Postgresql() as postgresql, Orthanc(tmp_path / "pacs", {"Database": postgresql.section}) as orthanc:
        door = orthanc_door(orthanc)
        wait_until(lambda: door.ask("GET", "/sonolist/health/ready").status == 200, "readiness")
        assert scrape_plugin(door).value("sonolist_ready") == 1
        postgresql.stop()
        answer = door.ask("GET", "/sonolist/health/ready")
        assert answer.status == 503 and "data base" in answer.json()["Message"]
        assert door.ask("GET", "/sonolist/health/live").status == 200
        assert door.ask("GET", "/sonolist/metrics").status == 503
        postgresql.start()
        wait_until(lambda: door.ask("GET", "/sonolist/health/ready").status == 200, "readiness after the return of the data base")


@pytest.mark.parametrize("text", [
    "a 1", "# TYPE a gauge\na 1\n", "# HELP a x\n# TYPE a gauge\nb 1\n", '# HELP a x\n# TYPE a gauge\na{b="1",b="2"} 1\n',
    "# HELP a x\n# TYPE a gauge\na 1\na 1\n", '# HELP a x\n# TYPE a gauge\na{b="\\x"} 1\n', "# HELP a x\n# TYPE a counter\na 1\n",
    '# HELP a x\n# TYPE a histogram\na_bucket{le="1"} 2\na_bucket{le="+Inf"} 1\na_sum 1\na_count 1\n',
    '# HELP a x\n# TYPE a histogram\na_bucket{le="+Inf"} 2\na_sum 1\na_count 1\n', "# HELP a x\n# TYPE a gauge\na one\n"])
def test_the_parser_refuses(text):
    with pytest.raises(exposition.Malformed):
        exposition.families(text)
