"""One module for each program that judges. judge(cases) returns [Finding]; NAME and BOUND say what is judged."""

from . import dcentvfy, dciodvfy, pixelmed_instance, pixelmed_report, readers

# Each: NAME, WHAT (one line) and judge(cases).
ALL = (dciodvfy, dcentvfy, pixelmed_report, pixelmed_instance, readers.PYDICOM, readers.HIGHDICOM, readers.DCMJS)
