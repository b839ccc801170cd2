// Writing attributes with DCMTK: every failure becomes a DicomError that names the attribute.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "dicom_sr/codes/code.h"

namespace sonolist::dicom {

// Each replaces the attribute when it is there. Throws DicomError(kInternal) with the keyword of `tag`.
void put_string(DcmItem& item, const DcmTagKey& tag, const std::string& value);  // values separated by backslash
void put_empty(DcmItem& item, const DcmTagKey& tag);                             // type 2 without a value
void put_uint16(DcmItem& item, const DcmTagKey& tag, std::uint16_t value);
void put_uint16s(DcmItem& item, const DcmTagKey& tag, const std::vector<std::uint16_t>& values);
void put_uint32s(DcmItem& item, const DcmTagKey& tag, const std::vector<std::uint32_t>& values);
void put_tag(DcmItem& item, const DcmTagKey& tag, const DcmTagKey& value);  // VR AT

// Any other element; the item takes it over.
void put_element(DcmItem& item, std::unique_ptr<DcmElement> element);

// Appends an item to the sequence `tag`, which is created when absent. The item belongs to `parent`.
DcmItem& add_item(DcmItem& parent, const DcmTagKey& tag);

// A code sequence of one item.
void put_code(DcmItem& item, const DcmTagKey& tag, const Code& code);

// The element as it is, raw bytes included, under the same tag; an empty one stays empty. False when `from` has none.
bool copy_attribute(DcmItem& from, DcmItem& to, const DcmTagKey& tag);

// First value of a string attribute without padding; empty when absent.
std::string get_value(DcmItem& item, const DcmTagKey& tag);
// All values, separated by backslash.
std::string get_values(DcmItem& item, const DcmTagKey& tag);

}  // namespace sonolist::dicom
