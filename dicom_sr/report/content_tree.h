// Any SR's content tree as plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dicom_sr/codes/code.h"

class DcmItem;

namespace sonolist::dicom {

// Every text is UTF-8, whatever the data set is in; a byte that does not fit its character set becomes "?".
struct ContentItem {
  std::string relation;                         // (0040,A010), empty for the root
  std::string value_type;                       // (0040,A040): CONTAINER, CODE, TEXT, UIDREF, NUM, IMAGE, SCOORD, ...
  std::string template_id;                      // of a container, empty when it names none
  std::optional<Code> concept;                  // (0040,A043)
  std::string text;                             // TEXT, UIDREF, DATE, TIME, DATETIME, PNAME
  std::optional<Code> code;                     // CODE
  std::optional<double> number;                 // NUM
  std::optional<Code> unit;                     // NUM with a value
  std::optional<Code> qualifier;                // NUM: why there is no value, or what is special about it
  std::string sop_class_uid, sop_instance_uid;  // IMAGE, COMPOSITE
  std::optional<int> frame;                     // IMAGE: first Referenced Frame Number, 1-based
  std::optional<int> segment;                   // IMAGE: first Referenced Segment Number
  std::string graphic_type;                     // SCOORD, SCOORD3D: POLYLINE, ...
  std::vector<float> coordinates;               // SCOORD: column, row, column, row, ...
  std::vector<ContentItem> children;
};

// Time and memory grow with the size of the data set only. Throws DicomError(kInput) when `dataset` has no content tree
// or one deeper than 32 levels.
ContentItem read_content_tree(DcmItem& dataset);

// First child with that concept name; nullptr when there is none. The child belongs to `parent`.
const ContentItem* find_child(const ContentItem& parent, const Code& concept);

}  // namespace sonolist::dicom
