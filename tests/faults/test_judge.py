"""The judge finds what is wrong: each test spoils one thing of an evidence that is right."""

import copy

import pytest

from tests.harness.session import SEG, SR

from . import judge
from .judge import Evidence, Result

IMAGE, FIRST, SECOND = "1.1", "2.1", "2.2"  # the image, its first workitem and the replacement
MODEL = ("first", "1.0.0")


def parameter(code, text):
    name = {"00080100": {"vr": "SH", "Value": [code]}}
    return {"0040A043": {"vr": "SQ", "Value": [name]}, "0040A160": {"vr": "UT", "Value": [text]}}


def reference(sop_class, uid):
    return {"00081150": {"vr": "UI", "Value": [sop_class]}, "00081155": {"vr": "UI", "Value": [uid]}}


def sequence(*items):
    return {"vr": "SQ", "Value": list(items)}


def workitem(uid, state):
    return {"00080018": {"vr": "UI", "Value": [uid]}, "00741000": {"vr": "CS", "Value": [state]},
            "00741210": sequence(parameter("MODEL", MODEL[0]), parameter("MODELVERSION", MODEL[1])),
            "00404021": sequence({"00081199": sequence(reference("1.2", IMAGE))})}


def canceled():
    item = workitem(FIRST, "CANCELED")
    code = {"00080100": {"vr": "SH", "Value": ["TRANSIENT"]}, "00080102": {"vr": "SH", "Value": ["99SONOLIST"]}}
    item["00741002"] = sequence({"00741238": {"vr": "LT", "Value": ["Lease expired"]}, "0074100E": sequence(code)})
    return item


def completed():
    item = workitem(SECOND, "COMPLETED")
    item["00741224"] = sequence(reference("1.2", FIRST))
    item["00741216"] = sequence({"00404033": sequence({"00081199": sequence(reference(SEG, "3.1"), reference(SR, "3.2"))})})
    return item


def report(number, uid, state):
    return {"id": number, "uid": uid, "type": 1, "time": "20260101120000.000000+0000", "content": {"00741000": {"vr": "CS", "Value": [state]}}}


@pytest.fixture
def evidence():
    story = [(FIRST, "SCHEDULED"), (FIRST, "IN PROGRESS"), (FIRST, "CANCELED"),
             (SECOND, "SCHEDULED"), (SECOND, "IN PROGRESS"), (SECOND, "COMPLETED")]
    return Evidence(expected={IMAGE: (MODEL,), "1.2": ()}, outcomes={IMAGE: "queued", "1.2": "skipped"},
                    workitems=[canceled(), completed()],
                    results=[Result("3.1", SEG, frozenset({IMAGE})), Result("3.2", SR, frozenset({IMAGE, "3.1"}))],
                    events=[report(number, uid, state) for number, (uid, state) in enumerate(story, start=1)])


def test_what_is_right_passes(evidence):
    assert judge.problems(evidence) == []


def begin_completed(evidence, comment):
    """The only step of the image tells nothing but its end."""
    step = completed()
    step["00400400"] = {"vr": "LT", "Value": [comment]}
    del step["00741224"]
    evidence.workitems[:], evidence.events[:] = [step], [report(1, SECOND, "COMPLETED")]


def test_an_adopted_step_begins_completed(evidence):
    begin_completed(evidence, "Adopted: the PACS held the result")
    assert judge.problems(evidence) == []


def begin_completed_without_adoption(evidence):
    begin_completed(evidence, "Segment this")


def forget_the_image(evidence):
    evidence.workitems.clear(), evidence.events.clear(), evidence.results.clear()


def lose_the_replacement(evidence):
    del evidence.workitems[1]


def leave_it_stuck(evidence):
    evidence.workitems[1]["00741000"]["Value"] = ["IN PROGRESS"]


def complete_it_twice(evidence):
    evidence.workitems[0]["00741000"]["Value"] = ["COMPLETED"]


def fork_the_chain(evidence):
    twin = copy.deepcopy(evidence.workitems[1])
    twin["00080018"]["Value"] = ["2.3"]
    evidence.workitems.append(twin)


def give_it_up(evidence):
    evidence.workitems[0]["00741002"]["Value"][0]["0074100E"]["Value"][0]["00080100"]["Value"] = ["INPUT"]


def lose_a_result(evidence):
    del evidence.results[0]


def double_a_result(evidence):
    evidence.results.append(Result("3.3", SEG, frozenset({IMAGE})))


def mix_up_images(evidence):
    evidence.results[0] = Result("3.1", SEG, frozenset({"1.2"}))


def name_no_segmentation_in_the_report(evidence):
    evidence.results[1] = Result("3.2", SR, frozenset({IMAGE}))


def break_a_result(evidence):
    evidence.results[0] = Result("3.1", SEG, frozenset({IMAGE}), ("no pixels",))


def process_what_no_rule_selects(evidence):
    evidence.expected[IMAGE] = ()


def skip_silently(evidence):
    evidence.outcomes["1.2"] = None


def claim_it_twice(evidence):
    evidence.events.insert(5, report(5.5, SECOND, "IN PROGRESS"))


def claim_what_is_completed(evidence):
    evidence.events.insert(6, report(7, SECOND, "IN PROGRESS"))


def complete_without_a_claim(evidence):
    del evidence.events[4]


def lose_an_event(evidence):
    del evidence.events[5]


def disorder_the_events(evidence):
    evidence.events.reverse()


def cancel_without_a_reason(evidence):
    del evidence.workitems[0]["00741002"]


@pytest.mark.parametrize("spoil, word", [
    (forget_the_image, "no workitem"), (lose_the_replacement, "0 workitems are COMPLETED"), (leave_it_stuck, "stuck"),
    (complete_it_twice, "2 workitems are COMPLETED"), (fork_the_chain, "one chain"), (give_it_up, "given up"),
    (lose_a_result, "not in the PACS"), (double_a_result, "belongs to 0 completed steps"), (mix_up_images, "does not refer to 1.1"),
    (name_no_segmentation_in_the_report, "does not refer to 3.1"), (break_a_result, "no pixels"),
    (process_what_no_rule_selects, "no rule selects it"), (skip_silently, "it must be skipped"),
    (claim_it_twice, "IN PROGRESS is followed by IN PROGRESS"),
    (claim_what_is_completed, "COMPLETED is followed by IN PROGRESS"), (complete_without_a_claim, "SCHEDULED is followed by COMPLETED"),
    (begin_completed_without_adoption, "None is followed by COMPLETED"), (lose_an_event, "the events end with IN PROGRESS"), (disorder_the_events, "not in ascending order"),
    (cancel_without_a_reason, "not CANCELED with a reason")])
def test_what_is_wrong_is_named(evidence, spoil, word):
    spoil(evidence)
    found = judge.problems(evidence)
    assert any(word in problem for problem in found), found
