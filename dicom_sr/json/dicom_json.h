// The DICOM JSON Model (PS3.18 annex F) and a small typed face on one data set of it.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dicom_sr/codes/code.h"

class DcmDataset;

namespace sonolist::dicom {

// One data set: {"00080018": {"vr": "UI", "Value": ["1.2.3"]}, ...}. Keys are 8 upper-case hex digits.
using Json = nlohmann::json;

// Full codec between DCMTK and JSON. Strings become UTF-8 (Specific Character Set becomes ISO_IR 192). Binary
// values are written as InlineBinary; compressed pixel data, which the model has no inline form for, is written without
// a value. DS and IS become numbers; one that is no number stays a string. Group lengths are left out. from_json()
// refuses BulkDataURI. Throws DicomError(kInput) naming the tag that is malformed. `dataset` is not changed.
Json to_json(DcmDataset& dataset);
std::unique_ptr<DcmDataset> from_json(const Json& dataset);

// --- Typed access to one JSON data set; all pure. Tags are the 8 hex digits. ---
bool has_attribute(const Json& dataset, std::string_view tag);                     // present, perhaps empty
bool has_value(const Json& dataset, std::string_view tag);                         // present with at least one value
std::optional<std::string> get_string(const Json& dataset, std::string_view tag);  // first value, PN: Alphabetic
std::vector<std::string> get_strings(const Json& dataset, std::string_view tag);
std::vector<Json> get_items(const Json& dataset, std::string_view tag);   // sequence items, [] when absent
std::optional<Code> get_code(const Json& dataset, std::string_view tag);  // first item of a code sequence
void set_empty(Json& dataset, std::string_view tag, std::string_view vr);
void set_string(Json& dataset, std::string_view tag, std::string_view vr, const std::string& value);
void set_strings(Json& dataset, std::string_view tag, std::string_view vr, const std::vector<std::string>& values);
void set_person_name(Json& dataset, std::string_view tag, const std::string& dicom_pn);  // "A=I=P" to components
void set_items(Json& dataset, std::string_view tag, std::vector<Json> items);
void set_code(Json& dataset, std::string_view tag, const Code& code);  // code sequence of one item
Json code_item(const Code& code);

}  // namespace sonolist::dicom
