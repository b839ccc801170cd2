// Judges a set of DICOM objects by this project's own rules: what the conformance statement promises, and that SEG, SR
// and images fit together. It replaces no general validator (dciodvfy, DicomSRValidator).
//
// Rules of one object: "attributes" (SEG and SR; what this project adds only where Manufacturer says that it made the
// object), "uids", "character-set", "coding-schemes", "pixel-data", "segments", "evidence", "report". Rules of the set:
// "identity", "references", "tracking".
#pragma once

#include <string>
#include <vector>

#include "dicom_sr/validation/finding.h"
#include "dicom_sr/validation/object_facts.h"

class DcmDataset;

namespace sonolist::dicom {

class Validator {
 public:
  // Checks the object by itself and keeps what the rules of the set need; `dataset` is no more needed afterwards. An SR
  // that is no TID 1500 Measurement Report is a finding only when this project made it.
  void add(const std::string& name, DcmDataset& dataset);

  // Checks the set. All findings, in the order of the objects. Call once, last.
  Findings finish();

 private:
  std::vector<ObjectFacts> objects_;
  Findings findings_;
};

}  // namespace sonolist::dicom
