// The DICOM JSON Model (PS3.18 annex F) and a small typed face on one data set of it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dicom_sr/codes/code.h"
#include "dicom_sr/json/data_set_view.h"

class DcmDataset;

namespace sonolist::dicom {

// Full codec between DCMTK and JSON. Strings become UTF-8 (Specific Character Set becomes ISO_IR 192). Binary
// values are written as InlineBinary; compressed pixel data, which the model has no inline form for, is written without
// a value. DS and IS become numbers; one that is no number stays a string. Group lengths are left out. from_json()
// refuses BulkDataURI. Throws DicomError(kInput) naming the tag that is malformed. `dataset` is not changed.
Json to_json(DcmDataset& dataset);
std::unique_ptr<DcmDataset> from_json(const Json& dataset);

// --- Typed access to one data set; all pure. Tags are the 8 hex digits. ---
bool has_attribute(DataSetView dataset, std::string_view tag);                     // present, perhaps empty
bool has_value(DataSetView dataset, std::string_view tag);                         // present with at least one value
std::optional<std::string> get_string(DataSetView dataset, std::string_view tag);  // first value, PN: Alphabetic
std::vector<std::string> get_strings(DataSetView dataset, std::string_view tag);
std::vector<Json> get_items(DataSetView dataset, std::string_view tag);   // sequence items, [] when absent
std::optional<Code> get_code(DataSetView dataset, std::string_view tag);  // first item of a code sequence
// All values where they stand, of any type: without the copies of get_items(). Valid until `dataset` is changed or
// ends.
const Json::array_t& values_in_place(DataSetView dataset, std::string_view tag);
const Json::array_t& values_in_place(const Json* attribute);  // of nullptr: none

// --- Attributes {"vr": ..., "Value": [...]}. ---
Json empty_attribute(std::string_view vr);
Json strings_attribute(std::string_view vr, const std::vector<std::string>& values);
Json items_attribute(std::vector<Json> items);
Json code_item(const Code& code);

// --- The same put into a Json or a LazyDataSet. ---
inline void put(Json& dataset, std::string_view tag, Json attribute) {
  dataset[std::string(tag)] = std::move(attribute);
}
inline void put(LazyDataSet& dataset, std::string_view tag, Json attribute) {
  dataset.set(tag, std::move(attribute));
}
template <typename DataSet>
void set_empty(DataSet& dataset, std::string_view tag, std::string_view vr) {
  put(dataset, tag, empty_attribute(vr));
}
template <typename DataSet>
void set_strings(DataSet& dataset, std::string_view tag, std::string_view vr, const std::vector<std::string>& values) {
  put(dataset, tag, strings_attribute(vr, values));
}
template <typename DataSet>
void set_string(DataSet& dataset, std::string_view tag, std::string_view vr, const std::string& value) {
  put(dataset, tag, strings_attribute(vr, {value}));
}
template <typename DataSet>
void set_person_name(DataSet& dataset, std::string_view tag, const std::string& dicom_pn) {  // "A=I=P" to components
  put(dataset, tag, strings_attribute("PN", {dicom_pn}));
}
template <typename DataSet>
void set_items(DataSet& dataset, std::string_view tag, std::vector<Json> items) {
  put(dataset, tag, items_attribute(std::move(items)));
}
template <typename DataSet>
void set_code(DataSet& dataset, std::string_view tag, const Code& code) {  // code sequence of one item
  put(dataset, tag, items_attribute({code_item(code)}));
}

}  // namespace sonolist::dicom
