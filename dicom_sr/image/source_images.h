// The images that one result speaks of: a still, a cine, or the slices of one series.
#pragma once

#include <vector>

#include "dicom_sr/image/source_image.h"

namespace sonolist::dicom {

// Borrowed; in the order of the series. Results refer to an image by its index here.
using SourceImages = std::vector<const SourceImage*>;

// Nothing of another patient can enter a result: throws DicomError(kInput) naming the attribute when the images do not
// agree in Patient ID, Issuer of Patient ID, Patient's Name, Patient's Birth Date, Specific Character Set, Study and
// Series, when an instance appears twice, or when there is none. The values are not quoted.
void require_one_patient_and_series(const SourceImages& sources);

// The same for images that share pixels of one result: also SOP Class UID, Frame of Reference UID, rows and columns.
void require_one_series(const SourceImages& sources);

}  // namespace sonolist::dicom
