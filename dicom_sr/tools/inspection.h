// What a SEG or SR says, without its patient, as JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

class DcmDataset;

namespace sonolist::dicom {

// "kind" is "SEG" or "SR"; both have the instance's UIDs, descriptions, equipment and date. A SEG of any type adds
// its "segmentation_type", size, "images" (their SOP Instance UIDs) and "segments" with their pixels on each source
// frame ("source_image" is an index in "images"; pixels are those that are not 0); an SR (TID 1500) adds what
// report_inspection.h lists. Frames of the source count from 0, frames of the SEG from 1. Throws DicomError(kInput) for
// other objects and for a SEG or SR that cannot be read.
nlohmann::json inspect(DcmDataset& dataset);

// The same for a person, in lines.
std::string inspection_text(const nlohmann::json& inspection);

}  // namespace sonolist::dicom
