"""One module for each program that judges. judge(cases) returns [Finding]; NAME and WHAT say who judges what."""

from . import dcentvfy, dciodvfy, pixelmed_instance, pixelmed_report, readers

ALL = (dciodvfy, dcentvfy, pixelmed_report, pixelmed_instance, readers.PYDICOM, readers.HIGHDICOM, readers.DCMJS)
