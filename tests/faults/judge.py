"""Whether every image has exactly what it must have, and the PACS nothing else. Pure: data in, sentences out."""

import collections
import dataclasses

from tests.harness import worklist
from tests.harness.session import SEG, SR

from . import event_story

PARAMETERS, CONCEPT_NAME, CODE_VALUE, TEXT_VALUE = "00741210", "0040A043", "00080100", "0040A160"
FINAL_CLASSES = {"INPUT", "CONFIGURATION"}  # no fault of these suites is the image's or the operator's


@dataclasses.dataclass(frozen=True)
class Result:
    """A SEG or SR that the PACS holds."""

    sop_instance_uid: str
    sop_class: str
    sources: frozenset     # SOP instances it refers to
    complaints: tuple = ()  # of validators


@dataclasses.dataclass
class Evidence:
    expected: dict   # {SOP Instance UID of an acknowledged image: ((model, version), ...)}
    outcomes: dict   # {SOP Instance UID of an acknowledged image: what the intake says became of it}
    workitems: list  # DICOM JSON
    results: list    # Result
    events: list     # of /sonolist/events


def parameters_of(workitem):
    """{code value: text} of the processing parameters, e.g. MODEL, MODELVERSION, ATTEMPT."""
    found = {}
    for item in worklist.items(workitem, PARAMETERS):
        for name in worklist.items(item, CONCEPT_NAME):
            found[worklist.value(name, CODE_VALUE)] = worklist.value(item, TEXT_VALUE)
    return found


def model_of(workitem):
    parameters = parameters_of(workitem)
    return parameters.get("MODEL", ""), parameters.get("MODELVERSION", "")


def problems(evidence):
    """One sentence for each violation, with image, workitem and its events; none when nothing was lost, doubled or forgotten."""
    chains = collections.defaultdict(list)
    for workitem in evidence.workitems:
        chains[worklist.source_of(workitem), model_of(workitem)].append(workitem)
    stories = event_story.by_workitem(evidence.events)
    results = {result.sop_instance_uid: result for result in evidence.results}
    found = [f"result {result.sop_instance_uid}: {complaint}" for result in evidence.results for complaint in result.complaints]
    claimed = collections.Counter()  # results by the COMPLETED steps that name them
    wanted = {(source, model) for source, models in evidence.expected.items() for model in models}
    for source, model in sorted(wanted | set(chains)):
        chain = chains[source, model]
        complaints = [] if (source, model) in wanted else ["no rule selects it"]
        complaints += chain_problems(chain) + result_problems(source, chain, results, claimed)
        told = "; ".join(f"workitem {uid}: {event_story.told(stories.get(uid, []))}" for uid in map(uid_of, chain))
        found += [f"image {source}, model {' '.join(model)}: {complaint}. {told}" for complaint in complaints]
    found += [f"result {uid} of image {', '.join(sorted(results[uid].sources))} belongs to {claimed[uid]} completed steps instead of one"
              for uid in results if claimed[uid] != 1]
    for source, models in evidence.expected.items():
        outcome = "queued" if models else "skipped"
        if evidence.outcomes.get(source) != outcome:
            found.append(f"image {source}: the intake says {evidence.outcomes.get(source)}, it must be {outcome}")
    return found + event_story.problems(evidence.events, evidence.workitems)


def classes_of(workitem):
    """Codes of our own scheme among the reasons why a step was discontinued."""
    codes = [code for progress in worklist.items(workitem, "00741002") for code in worklist.items(progress, "0074100E")]
    return {worklist.value(code, CODE_VALUE) for code in codes if worklist.value(code, "00080102") == "99SONOLIST"}


def uid_of(workitem):
    return worklist.value(workitem, worklist.SOP)


def chain_problems(chain):
    """Of the steps of one image and model: one ends COMPLETED, all before it were replaced."""
    if not chain:
        return ["it has no workitem"]
    found = [f"workitem {uid_of(item)} is stuck: {worklist.value(item, worklist.STATE)}"
             for item in chain if worklist.value(item, worklist.STATE) not in worklist.FINAL]
    found += [f"workitem {uid_of(item)} was given up: {worklist.reason_of(item)}" for item in chain if FINAL_CLASSES & classes_of(item)]
    completed = sum(worklist.value(item, worklist.STATE) == "COMPLETED" for item in chain)
    if completed != 1:
        reasons = ", ".join(filter(None, map(worklist.reason_of, chain)))
        found.append(f"{completed} workitems are COMPLETED instead of one ({reasons})")
    first = [item for item in chain if not worklist.items(item, worklist.REPLACED)]
    replaced = [worklist.value(reference, "00081155") for item in chain for reference in worklist.items(item, worklist.REPLACED)]
    if len(first) != 1 or len(set(replaced)) != len(replaced) or len(chain) != len(replaced) + 1:
        found.append("its workitems are not one chain of replacements")
    return found


def result_problems(source, chain, results, claimed):
    """Of the outputs that the COMPLETED step names: one SEG, one SR, both in the PACS, both of this image."""
    found = []
    for workitem in chain:
        if worklist.value(workitem, worklist.STATE) != "COMPLETED":
            continue
        outputs = worklist.outputs_of(workitem)
        if sorted(sop_class for sop_class, _ in outputs) != [SEG, SR]:
            found.append(f"its completed step names {len(outputs)} outputs, not one SEG and one SR")
        segmentations = {uid for sop_class, uid in outputs if sop_class == SEG}
        for sop_class, uid in outputs:
            claimed[uid] += 1
            if uid not in results:
                found.append(f"its result {uid} is not in the PACS")
                continue
            needed = {source} if sop_class == SEG else {source} | segmentations
            if not needed <= results[uid].sources:
                found.append(f"its result {uid} does not refer to {', '.join(sorted(needed - results[uid].sources))}")
    return found
