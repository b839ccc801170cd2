"""A small campaign: about 25 faults of all kinds; nothing is lost, doubled or forgotten."""

from .campaign import Campaign

FAULTS = 25


def test_faults_lose_double_and_forget_nothing(tmp_path):
    outcome = Campaign(tmp_path, seed=1, faults=FAULTS, minutes=3).run()
    assert outcome.problems == []
    assert len(outcome.injected) == FAULTS
