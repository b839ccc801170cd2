"""Seeded faults around the real parts, and a judge who says afterwards whether work was lost, doubled or forgotten."""
