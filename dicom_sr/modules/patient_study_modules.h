// The patient and study of the source, carried into a result.
#pragma once

class DcmItem;

namespace sonolist::dicom {

// Copies Specific Character Set, Time Zone Offset, and the Patient, General Study, Patient Study and Clinical Trial
// modules byte for byte: re-encoding a name can lose characters, and a result must match its study exactly. Attributes
// of type 2 that the source lacks become empty; everything else that `to` held of these modules is removed. No private
// attribute and nothing of the operator is taken along. Thread safe for distinct data sets.
void copy_patient_and_study(DcmItem& from, DcmItem& to);

}  // namespace sonolist::dicom
