// Which device made a result, and which one made the image it comes from.
#pragma once

#include <string>

#include "dicom_sr/modules/algorithm.h"

class DcmItem;

namespace sonolist::dicom {

inline constexpr const char* kManufacturer = "Sonolist";
inline constexpr const char* kManufacturerModelName = "Sonolist processor";

// Enhanced General Equipment (PS3.3 C.7.5.2, all type 1). The SHA-256 of the weights stands as the device's serial
// number: it is what tells two otherwise equal processors apart. Software versions: the program's, then the model's.
void write_equipment(DcmItem& dataset, const Algorithm& algorithm);

// Contributing Equipment (PS3.3 C.12.1.1.5) with the source's device as Acquisition Equipment, bytes copied. Nothing is
// written when the source names no manufacturer, which is type 1 there.
void write_contributing_equipment(DcmItem& source, DcmItem& dataset);

}  // namespace sonolist::dicom
