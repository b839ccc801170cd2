"""Messages of the judges that are no fault of ours, each with its reason. Everything else that a judge says fails the check."""

import collections
import dataclasses
import re


@dataclasses.dataclass(frozen=True)
class Excuse:
    judge: str     # NAME of the judge
    pattern: str   # regular expression, searched in the message
    reason: str
    cases: str = ""  # regular expression, searched in the name of the case


LABEL_MAP = "-labelmap-"
UNKNOWN_LABEL_MAP = "the tool is of 2022, Label Map Segmentation (Supplement 243) of 2024"
WHITELIST = (
    Excuse("dciodvfy", r"Warning - Unrecognized defined term <99SONOLIST> for value 1 of attribute <Coding Scheme Designator>",
           "a private coding scheme, declared in Coding Scheme Identification Sequence"),
    Excuse("dciodvfy", r"seg.dcm: Error - (Information Object Not found|the information object was not recognised)", UNKNOWN_LABEL_MAP, LABEL_MAP),
    Excuse("dciodvfy", r"seg.dcm: Error - SegmentNumber not monotonically increasing from one by one - .* item number 1 .* SegmentNumber of 0",
           "a label map describes its background as segment 0", LABEL_MAP),
    Excuse("dciodvfy", r"sr.dcm: Error - Shall not be present for Referenced SOP Class that is not multi-frame - attribute <ReferencedFrameNumber>",
           UNKNOWN_LABEL_MAP + ", so it is taken for single-frame", LABEL_MAP),
    Excuse("dcentvfy", r"Unrecognized SOP Class - 1\.2\.840\.10008\.5\.1\.4\.1\.1\.66\.7", UNKNOWN_LABEL_MAP, LABEL_MAP),
    Excuse("dcentvfy", r"Different information entities .* IE <Unknown> versus <\w+> for file <seg.dcm>",
           UNKNOWN_LABEL_MAP + ", so its attributes belong to nothing that the tool knows", LABEL_MAP),
    Excuse("dcentvfy", r"Different information entities for attribute - Element=<AccessionNumber> IE <Series> versus <Study>",
           "dcentvfy takes the report's Accession Number, which stands in Referenced Request Sequence too, for one of the series"),
    Excuse("PixelMed SR", r'/NUM \([^)]*\)/SCOORD \(111030,DCM,"Image Region"\)(/IMAGE)?: Content Item not in template',
           "the contour below the first measurement, without which viewers draw nothing; TID 1410 does not name it, and the validator only warns"),
    Excuse("PixelMed SEG", r"Error: GeneralSeriesModule/Laterality/: : Missing conditional attribute",
           "required only for a paired body part; an unknown side may not be written, and an empty one is an error for dciodvfy"),
    Excuse("PixelMed SEG", r"SpecificCharacterSet/value\[1\]: Unrecognized defined term :(ISO_IR 192|GB18030):",
           "both are defined terms (PS3.3 C.12.1.1.2); the validator's list is older"),
    Excuse("PixelMed SEG", r"PatientModule/PatientName/: PatientName/value\[1\]/: Illegal character\(s\) .* in value of PN VR",
           "the validator knows Latin letters only; the name is the source's, byte for byte, in the source's character set", "^(chinese|arabic)-"),
    Excuse("PixelMed SEG", r"DerivationImageMacro/DerivationImageSequence/: SharedFunctionalGroupsSequence/Item\[1\]/: Missing required sequence",
           "it stands in the groups of each frame, as it must when it differs; the validator looks for it in the shared ones too", "-strict$"),
    Excuse("PixelMed SEG", r"the validator does not say 'IOD validation complete'", UNKNOWN_LABEL_MAP, LABEL_MAP),
)


class Sieve:
    """Keeps what is excused apart from what is not, and counts."""

    def __init__(self, whitelist=WHITELIST):
        self.whitelist = whitelist
        self.excused = collections.Counter()

    def refused(self, judge, findings):
        """The findings that no entry excuses."""
        return [finding for finding in findings if not self.excuses(judge, finding)]

    def excuses(self, judge, finding):
        for excuse in self.whitelist:
            if excuse.judge == judge and re.search(excuse.pattern, finding.message) and re.search(excuse.cases, finding.case):
                self.excused[excuse] += 1
                return True
        return False

    def unused(self):
        return [excuse for excuse in self.whitelist if not self.excused[excuse]]
