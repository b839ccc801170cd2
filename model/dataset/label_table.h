// What the values of a mask mean: annotation programs number their labels as they like, a packed data set counts them
// from 1.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace sonolist::model {

struct LabelTable {
  std::vector<std::string> classes{"background"};         // of the data set
  std::map<std::int64_t, std::uint8_t> label_of{{0, 0}};  // mask value -> index in `classes`
};

// Values 1, 2, ... in the order of the names; "background" as first name is value 0 and may be left out.
LabelTable consecutive_labels(const std::vector<std::string>& names);

// "3=nerve,7=vessel": classes in the order in which their names first appear; several values may share a name.
// "background" is class 0. Throws ModelError naming the entry.
LabelTable parse_label_table(const std::string& text);

// CSV with the columns value, name and optionally ignore (a head line may say so), or JSON
// [{"value":3,"name":"nerve"},{"value":9,"name":"artefact","ignore":true}]. An ignored value becomes background and no
// class. Throws ModelError naming the file and the entry: a value that is no whole number or stands twice, no name.
LabelTable read_label_table(const std::string& path);

// Throws ModelError naming `path`, the file of the mask, and the first value that the table does not have.
std::vector<std::uint8_t> labels_of(const std::vector<std::int32_t>& values, const LabelTable& table,
                                    const std::string& path);

}  // namespace sonolist::model
