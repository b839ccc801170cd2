"""The first try of model/README.md, word for word, on real images: pack to report (about 10 minutes)"""

import re
import shutil
import subprocess
import sys
import time
import xml.dom.minidom

from tests.harness.bounds import Bounds
from tests.harness.paths import BUILD, DATA, ROOT

FOLDER = ROOT / "build" / "check" / "model-cli"
COMMANDS = ["pack", "check-data", "split", "phantom", "train", "crossval", "export", "calibrate", "evaluate", "report", "predict"]


def block_of(readme):
    """The shell commands beneath the heading, with a newcomer's folders put into the line that names them."""
    found = re.search(r"## A first try\n.*?```sh\n(.*?)```", readme, re.DOTALL)
    if not found:
        sys.exit("model/README.md: the commands beneath '## A first try' are gone")
    block = found.group(1)
    folders = f"IMAGES={DATA}/usgra/images MASKS={DATA}/usgra/masks PACKAGES={ROOT}/model/packages\n"
    replaced, times = re.subn(r"^IMAGES=.*\n", folders, block, flags=re.MULTILINE)
    if times != 1:
        sys.exit("model/README.md: the line that names the folders (IMAGES=...) is gone")
    return replaced


def screenshot(page, picture):
    browser = shutil.which("chromium")
    if browser is None:
        return False
    subprocess.run([browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1100,6000", f"--screenshot={picture}",
                    page.as_uri()], check=True, capture_output=True, timeout=120)
    return picture.stat().st_size > 0


def main():
    bounds = Bounds()
    if not (DATA / "usgra").is_dir():
        sys.exit(f"{DATA}/usgra: the real images are not there; set SONOLIST_DATA")
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    block = block_of((ROOT / "model" / "README.md").read_text())
    used = set(re.findall(r"^sonolist-model ([a-z-]+)", block, re.MULTILINE))
    bounds.equal("commands that the first try leaves out", sorted(set(COMMANDS) - used), [])
    start = time.monotonic()
    done = subprocess.run(["bash", "-euxo", "pipefail", "-c", block], cwd=FOLDER, env={"PATH": f"{BUILD / 'model'}:/usr/bin:/bin", "HOME": str(FOLDER)},
                          check=False)
    print(f"  the whole block took {(time.monotonic() - start) / 60:.1f} minutes")
    bounds.equal("exit status of the block", done.returncode, 0)
    page = FOLDER / "report" / "report.html"
    bounds.true("the report is there", page.is_file(), str(page))
    if page.is_file():
        text = page.read_text()
        bounds.true("it says RESEARCH", "RESEARCH" in text)
        bounds.true("it needs nothing from elsewhere", not re.search(r"""(src|href)=["']https?:""", text))
        for drawing in re.findall(r"<svg.*?</svg>", text, re.DOTALL):
            xml.dom.minidom.parseString(drawing)
        bounds.at_least("figures in it", len(re.findall(r"<svg|<img", text)), 6)
        if screenshot(page, FOLDER / "report.png"):
            print(f"  to be looked at: {FOLDER / 'report.png'}")
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
