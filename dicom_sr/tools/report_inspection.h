// What an SR says, as JSON.
#pragma once

#include <nlohmann/json.hpp>

#include "dicom_sr/report/measurement_report.h"

namespace sonolist::dicom {

nlohmann::json code_json(const Code& code);

// "kind" SR, "title", "language", "observers", "algorithm", "images", "groups" with their measurements, "evaluations".
// Frames of the source count from 0, frames of the SEG from 1.
nlohmann::json inspect_report(const MeasurementReport& report);

}  // namespace sonolist::dicom
