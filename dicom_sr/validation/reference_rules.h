// What must be true of the references of one object, and of a set of objects together.
#pragma once

#include <vector>

#include "dicom_sr/validation/finding.h"
#include "dicom_sr/validation/object_facts.h"

namespace sonolist::dicom {

// "segments": segments are numbered 1..N (a label map: each number once), every frame names one of them, and there is
// one item of functional groups per frame.
void check_segments(const ObjectFacts& segmentation, Findings& findings);
// "evidence": what the frames of a SEG or the tree of an SR refer to is listed as referenced, and nothing else is.
void check_evidence(const ObjectFacts& object, Findings& findings);
// "report": an SR is a TID 1500 that can be read.
void check_report(const ObjectFacts& report, Findings& findings);

// "identity": objects of one study agree in patient and study; an instance is there once; a series is of one study and
// one modality.
void check_identity(const std::vector<ObjectFacts>& objects, Findings& findings);
// "references": what a SEG or SR refers to and what is in the set has the class, series, size, frame and segment that
// the reference says. References to objects outside the set are not judged.
// "tracking": a measurement group is tracked by the UID of the segment that it measures.
void check_references(const std::vector<ObjectFacts>& objects, Findings& findings);

}  // namespace sonolist::dicom
