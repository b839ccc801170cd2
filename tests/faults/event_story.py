"""Whether the events of the worklist tell, for each workitem, a story that PS3.4 table CC.1.1-2 allows. Pure."""

from tests.harness import worklist

STATE_REPORT = 1  # PS3.4 table CC.2.4-1
COMMENTS = "00400400"
# A SCHEDULED step is also reported when its input becomes READY; a second IN PROGRESS would be a second claim.
NEXT = {None: {"SCHEDULED"}, "SCHEDULED": {"SCHEDULED", "IN PROGRESS"}, "IN PROGRESS": {"COMPLETED", "CANCELED"}}


def by_workitem(events):
    """{workitem UID: its events in order}"""
    stories = {}
    for event in events:
        stories.setdefault(event["uid"], []).append(event)
    return stories


def states(story):
    return [worklist.value(event["content"], worklist.STATE) for event in story if event["type"] == STATE_REPORT]


def is_adopted(workitem):
    """Whether the step was written as COMPLETED, for a result that the PACS held already."""
    return (worklist.value(workitem, COMMENTS) or "").startswith("Adopted")


def told(story):
    """One line for a person."""
    return " -> ".join(f"{event['id']}:{worklist.value(event['content'], worklist.STATE) or 'type ' + str(event['type'])}"
                       f"@{event['time'][8:17]}" for event in story)


def problems(events, workitems):
    """Sentences about what is wrong; none when all is well. `workitems` as the worklist holds them at the end."""
    found = []
    numbers = [event["id"] for event in events]
    if numbers != sorted(set(numbers)):
        found.append("the events are not in ascending order")
    stories = by_workitem(events)
    held = {worklist.value(item, worklist.SOP): item for item in workitems}
    found += [f"workitem {uid} has events, but is not in the worklist" for uid in stories if uid not in held]
    for uid, item in held.items():
        story = stories.get(uid, [])
        found += [f"workitem {uid}: {problem}; its events: {told(story)}" for problem in story_problems(story, item, held)]
    return found


def story_problems(story, item, held):
    found, before = [], None
    for state in states(story):
        begins_adopted = before is None and state == "COMPLETED" and is_adopted(item)
        if state not in NEXT.get(before, set()) and not begins_adopted:
            found.append(f"{before} is followed by {state}")
        before = state
    if before != worklist.value(item, worklist.STATE):
        found.append(f"the events end with {before}, the workitem is {worklist.value(item, worklist.STATE)}")
    if story and story[-1]["type"] != STATE_REPORT and before in worklist.FINAL:
        found.append(f"an event follows the final state {before}")
    for reference in worklist.items(item, worklist.REPLACED):
        replaced = held.get(worklist.value(reference, "00081155"))
        if replaced is None:
            found.append("it replaces a workitem that is not in the worklist")
        elif worklist.value(replaced, worklist.STATE) != "CANCELED" or not worklist.reason_of(replaced):
            found.append(f"it replaces {worklist.value(replaced, worklist.SOP)}, which is not CANCELED with a reason")
    return found
