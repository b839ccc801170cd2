"""the networks' speed on two CPU cores: the full one at 473x473 in 32 and 8 bits, the compact one, a still from store to report (about 6 minutes)"""

import os
import statistics
import sys
import tempfile
from pathlib import Path

from tests.harness import full_size, model_tool, paths, phantom_studies, real_data
from tests.harness.bounds import Bounds
from tests.harness.session import Session

COMPACT = paths.ROOT / "model" / "packages" / "anterior-sciatic-compact"
RUNS = 20
LARGEST_LOSS = 0.005


def median(times):
    return statistics.median(times)


def describe(name, answer):
    operations = 2 * answer["multiply_accumulates"] / 1e9
    floors = {"float32": operations / answer["float_gflops"] * 1e3, "int8": operations / answer["int8_gops"] * 1e3}
    print(f"  {name}: input {answer['input'][0]}x{answer['input'][1]}, {operations / 2:.1f} GMAC, {answer['parameters'] / 1e6:.1f} M parameters; this machine: "
          f"{answer['float_gflops']:.0f} GFLOP/s in 32 bits, {answer['int8_gops']:.0f} GOP/s in 8, reads {answer['read_gigabytes_per_second']:.1f} GB/s")
    for precision, times in answer["network_ms"].items():
        floor = floors.get(precision, floors["float32"])
        whole = f", with pre- and post-processing {median(answer['picture_ms'][precision]):.1f} ms" if precision in answer["picture_ms"] else ""
        print(f"    {precision}: median {median(times):.1f} ms, smallest {min(times):.1f} ms, floor {floor:.1f} ms{whole}")


def check_networks(bounds):
    full = full_size.speed(full_size.PACKAGE, "--side", full_size.SIDE, "--precision", "float32", "--precision", "int8", "--eager")
    describe("anterior-sciatic", full)
    times = {precision: median(times) for precision, times in full["network_ms"].items()}
    bounds.at_most("full network at 473x473, 8 bits, model alone", times["int8"], 200, " ms")
    bounds.at_least("8 bits against 32 bits of the same plan", times["float32"] / times["int8"], 1.8)
    compact = full_size.speed(COMPACT, "--side", full_size.SIDE, "--precision", "float32", "--eager")
    describe("anterior-sciatic-compact", compact)
    bounds.at_most("compact network at 473x473, model alone", median(compact["network_ms"]["float32"]), 60, " ms")


def check_loss(bounds, folder):
    """On the hold-out of the real images: the masks of 8 bits against those of 32."""
    packed = real_data.pack(folder)
    found = {}
    for precision in ("float32", "int8"):
        found[precision] = model_tool.evaluate(real_data.PACKAGE, packed, folder / precision, "--split", real_data.SPLIT, "--part", "test", "--precision", precision)
    for structure in ("nerve", "vessel"):
        dice = {precision: statistics.mean(model_tool.dice_where_held(evaluation, structure).values()) for precision, evaluation in found.items()}
        bounds.at_most(f"real images, {structure}: Dice {dice['float32']:.4f} in 32 bits, loss in 8", dice["float32"] - dice["int8"], LARGEST_LOSS)
    times = {precision: evaluation["times"]["network_ms_per_image"] for precision, evaluation in found.items()}
    print(f"    regional-anaesthesia, two networks averaged: {times['float32']:.1f} ms in 32 bits, {times['int8']:.1f} ms in 8")


def check_latency(bounds, folder):
    files = phantom_studies.make(folder / "phantom", stills=RUNS + 1, cine_frames=0)
    with Session(folder, package=full_size.package(folder)) as session:
        outcomes = [session.process([file])[0] for file in files][1:]  # the first meets a PACS that has done nothing yet
    bounds.equal("stills that were not completed", [outcome.reason for outcome in outcomes if outcome.state != "COMPLETED"], [])
    latencies = sorted(outcome.latency_s * 1e3 for outcome in outcomes if outcome.state == "COMPLETED")
    print(f"    {len(latencies)} stills of 560x720, one at a time: {latencies[0]:.0f} to {latencies[-1]:.0f} ms")
    bounds.at_most("still, stored to report stored, full network at 473x473", median(latencies), 300, " ms")
    print(f"    goal of 218 ms: {'met' if median(latencies) <= 218 else 'not met'}")


def main():
    bounds = Bounds()
    if "SONOLIST_BUILD" not in os.environ:  # else it must be there
        full_size.build(full_size.PROGRAM.name)
    check_networks(bounds)
    with tempfile.TemporaryDirectory(prefix="sonolist-speed-") as name:
        check_loss(bounds, Path(name))
        check_latency(bounds, Path(name))
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
