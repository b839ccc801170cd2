"""What is known of each image, by the UID of everything that belongs to it."""

from tests.harness import worklist

from .asking import Question, in_order


def step_trace(truth, workitem):
    uid = worklist.value(workitem, worklist.SOP)
    return {"uid": uid, "state": worklist.value(workitem, worklist.STATE),
            "reason": next((worklist.value(progress, "00741238", "") for progress in worklist.items(workitem, "00741002")), ""),
            "events": truth.events[uid]}


def trace_expected(truth, image):
    records = [record for record in truth.records() if record["sourceSopInstanceUid"] == image]
    segmentations = {uid: ours for uid, (source, ours) in truth.segmentations.items() if source == image}
    outputs = [{"kind": "report", "sopInstanceUid": record["sopInstanceUid"], "sha256": truth.digests[record["sopInstanceUid"]]}
               for record in records if record["kind"] == "report"]
    outputs += [{"kind": "segmentation" if ours else "segmentation by a person", "sopInstanceUid": uid, "sha256": ""}
                for uid, ours in segmentations.items()]
    sources = {image, *segmentations}
    held = truth.images.get(image)
    return {"image": {"sopInstanceUid": image, **({"id": held["id"], "outcome": held["outcome"]} if held else {"outcome": "unknown"})},
            "steps": [step_trace(truth, step) for step in truth.workitems if worklist.source_of(step) in sources],
            "outputs": outputs,
            "agreement": [{"sopInstanceUid": record["sopInstanceUid"], "sha256": truth.digests[record["sopInstanceUid"]]}
                          for record in records if record["kind"] == "agreement"],
            "deletions": []}


def arranged_trace(answer):
    """What the worklist and the files tell as well, of one trace; hashes of events are judged by `scripts/check doors`."""
    def only(row, keys):
        return {key: row[key] for key in keys if key in row}

    return {"image": only(answer["image"], ("sopInstanceUid", "id", "outcome")),
            "steps": sorted(({**only(step, ("uid", "state", "reason")),
                              "events": [only(event, ("id", "time", "type", "state")) for event in step["events"]]}
                             for step in answer["steps"]), key=in_order),
            "outputs": sorted((only(output, ("kind", "sopInstanceUid", "sha256")) for output in answer["outputs"]), key=in_order),
            "agreement": sorted((only(record, ("sopInstanceUid", "sha256")) for record in answer["agreement"]), key=in_order),
            "deletions": answer["deletions"]}


def trace_questions(truth):
    """Of every image, and by the UID of everything that belongs to it."""
    def ask(uid, image):
        return Question("trace/" + uid, arranged_trace(trace_expected(truth, image)), arranged_trace)

    for record in truth.records():
        if record["sourceSopInstanceUid"]:
            yield ask(record["sopInstanceUid"], record["sourceSopInstanceUid"])
            yield ask(record["sourceSopInstanceUid"], record["sourceSopInstanceUid"])
    for uid, (image, _) in truth.segmentations.items():
        yield ask(uid, image)
    for step in truth.workitems:
        source = worklist.source_of(step)
        yield ask(worklist.value(step, worklist.SOP), truth.segmentations.get(source, (source,))[0])
