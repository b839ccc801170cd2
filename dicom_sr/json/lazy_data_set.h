// A DICOM JSON data set that comes from a data base and goes back to it, mostly unchanged.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace sonolist::dicom {

// One data set: {"00080018": {"vr": "UI", "Value": ["1.2.3"]}, ...}. Keys are 8 upper-case hex digits.
using Json = nlohmann::json;

// Its attributes are texts until somebody looks at them; what nobody changed is written as it was read. A tree of a
// whole workitem takes ten times as long as this to read, to copy and to write. Copies are cheap: they share what they
// have in common.
// Not thread safe, not even for reading: looking parses. Copies may go to other threads.
class LazyDataSet {
 public:
  LazyDataSet() = default;
  LazyDataSet(Json dataset);  // NOLINT(google-explicit-constructor): any data set is one; throws DicomError unless an
                              // object

  // `text` is a JSON object in UTF-8. Throws DicomError(kInput) where its outline is broken; a broken attribute is
  // found when somebody looks at it.
  static LazyDataSet parse(std::string text);

  // The attribute {"vr": ...}, or nullptr. It stays where it is until this data set is changed or ends. Throws
  // nlohmann::json::parse_error.
  const Json* find(std::string_view tag) const;
  bool contains(std::string_view tag) const;
  bool empty() const { return attributes_.empty(); }

  // The items of a sequence, as lazy as this; [] when it is absent or no sequence.
  std::vector<LazyDataSet> items(std::string_view tag) const;

  // Whether both have the same attribute, or both none.
  bool has_same(const LazyDataSet& other, std::string_view tag) const;

  void set(std::string_view tag, Json attribute);  // replaces or adds
  void update(const LazyDataSet& attributes);      // sets each
  void erase(std::string_view tag);                // nothing where there is none

  // Without the attributes for whose tag the predicate is false.
  template <typename Predicate>
  LazyDataSet filtered(const Predicate& is_kept) const {
    LazyDataSet kept;
    for (const Attribute& attribute : attributes_) {
      if (is_kept(attribute.tag)) kept.attributes_.push_back(attribute);
    }
    return kept;
  }

  std::string dump() const;  // by ascending tags
  Json to_json() const;

 private:
  // Its text, a tree, or both.
  struct Attribute {
    std::string tag;
    std::shared_ptr<const std::string> owner;  // of the text; of the whole data set as it was read
    std::string_view text;
    mutable std::shared_ptr<const Json> tree;
  };

  static const Json& tree_of(const Attribute& attribute);
  std::vector<Attribute>::const_iterator position(std::string_view tag) const;
  const Attribute* attribute_of(std::string_view tag) const;
  void add_members(const std::shared_ptr<const std::string>& owner, std::string_view text);
  void put(Attribute attribute);

  std::vector<Attribute> attributes_;  // by tag
};

bool operator==(const LazyDataSet& left, const LazyDataSet& right);
bool operator!=(const LazyDataSet& left, const LazyDataSet& right);

}  // namespace sonolist::dicom
