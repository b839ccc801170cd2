#include "dicom_sr/json/lazy_data_set.h"

#include <algorithm>
#include <utility>

#include "dicom_sr/error.h"

namespace sonolist::dicom {
namespace {

[[noreturn]] void refuse(const std::string& what) {
  throw DicomError(ErrorClass::kInput, "The data set is no JSON object: " + what);
}

// Goes through the outline of a JSON object or array: what stands where.
class Outline {
 public:
  explicit Outline(std::string_view text) : text_(text) {}

  // False behind the last member of an object.
  bool next_member(std::string_view& key, std::string_view& value) {
    if (!next('{', '}')) return false;
    key = key_text();
    expect(':');
    value = value_text('}');
    return true;
  }

  // False behind the last element of an array.
  bool next_element(std::string_view& value) {
    if (!next('[', ']')) return false;
    value = value_text(']');
    return true;
  }

  void require_end() {
    while (position_ < text_.size() && is_space(text_[position_])) ++position_;
    if (position_ != text_.size()) refuse("something follows it");
  }

 private:
  bool next(char opening, char closing) {
    const bool is_first = position_ == 0;
    if (is_first) expect(opening);
    const bool is_announced = !is_first && peek() == ',';
    if (is_announced) ++position_;
    if (peek() != closing) return true;
    if (is_announced) refuse("a comma stands before its end");
    ++position_;
    return false;
  }

  std::string_view value_text(char closing) {
    peek();
    const std::size_t begin = position_;
    skip_value();
    const std::string_view value = text_.substr(begin, position_ - begin);
    if (peek() != ',' && peek() != closing) refuse("values stand side by side");
    return value;
  }

  static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

  char peek() {
    while (position_ < text_.size() && is_space(text_[position_])) ++position_;
    if (position_ == text_.size()) refuse("it ends too early");
    return text_[position_];
  }

  void expect(char wanted) {
    if (peek() != wanted) refuse(std::string("'") + wanted + "' is missing");
    ++position_;
  }

  std::string_view key_text() {
    peek();
    const std::size_t begin = position_;
    skip_string();
    const std::string_view key = text_.substr(begin + 1, position_ - begin - 2);
    if (key.find('\\') != std::string_view::npos) refuse("a key is no tag");
    return key;
  }

  // From quote to quote: most texts hold no escaped one, and nearly all of a data set is texts.
  void skip_string() {
    if (text_[position_] != '"') refuse("a text is missing");
    std::size_t end = position_;
    do {
      end = text_.find('"', end + 1);
      if (end == std::string_view::npos) refuse("a text has no end");
    } while (is_escaped(end));
    position_ = end + 1;
  }

  // Behind an odd number of backslashes. A quote stands before them.
  bool is_escaped(std::size_t quote) const {
    std::size_t begin = quote;
    while (text_[begin - 1] == '\\') --begin;
    return (quote - begin) % 2 == 1;
  }

  void skip_value() {
    int depth = 0;
    do {
      const char c = peek();
      if (c == '"') {
        skip_string();
        continue;
      }
      if (c == '{' || c == '[') ++depth;
      if (c == '}' || c == ']') --depth;
      ++position_;
      if (depth == 0 && c != '}' && c != ']') skip_scalar();
    } while (depth > 0);
    if (depth < 0) refuse("a value is missing");
  }

  void skip_scalar() {
    const std::size_t end = text_.find_first_of(",}] \t\r\n", position_);
    position_ = std::min(end, text_.size());
  }

  std::string_view text_;
  std::size_t position_ = 0;
};

}  // namespace

LazyDataSet::LazyDataSet(Json dataset) {
  if (dataset.is_null()) return;
  if (!dataset.is_object()) refuse(dataset.type_name());
  attributes_.reserve(dataset.size());
  for (auto& [tag, attribute] : dataset.get_ref<Json::object_t&>()) {
    attributes_.push_back({tag, nullptr, {}, std::make_shared<const Json>(std::move(attribute))});
  }
}

LazyDataSet LazyDataSet::parse(std::string text) {
  const auto owner = std::make_shared<const std::string>(std::move(text));
  constexpr std::size_t kUsualAttributes = 64;
  LazyDataSet result;
  result.attributes_.reserve(kUsualAttributes);
  result.add_members(owner, *owner);
  return result;
}

void LazyDataSet::add_members(const std::shared_ptr<const std::string>& owner, std::string_view text) {
  Outline outline(text);
  std::string_view key;
  std::string_view value;
  while (outline.next_member(key, value)) put({std::string(key), owner, value, nullptr});
  outline.require_end();
}

std::vector<LazyDataSet> LazyDataSet::items(std::string_view tag) const {
  const Attribute* attribute = attribute_of(tag);
  std::vector<LazyDataSet> items;
  if (attribute == nullptr) return items;
  if (attribute->text.empty()) {
    const auto values = attribute->tree->find("Value");
    if (values == attribute->tree->end() || !values->is_array()) return items;
    for (const Json& value : *values) {
      if (value.is_object()) items.emplace_back(value);
    }
    return items;
  }
  LazyDataSet parts;
  parts.add_members(attribute->owner, attribute->text);
  const Attribute* values = parts.attribute_of("Value");
  if (values == nullptr || values->text.front() != '[') return items;
  Outline outline(values->text);
  std::string_view value;
  while (outline.next_element(value)) {
    if (value.front() == '{') items.emplace_back().add_members(attribute->owner, value);
  }
  return items;
}

std::vector<LazyDataSet::Attribute>::const_iterator LazyDataSet::position(std::string_view tag) const {
  return std::lower_bound(attributes_.begin(), attributes_.end(), tag,
                          [](const Attribute& attribute, std::string_view wanted) { return attribute.tag < wanted; });
}

const LazyDataSet::Attribute* LazyDataSet::attribute_of(std::string_view tag) const {
  const auto found = position(tag);
  return found != attributes_.end() && found->tag == tag ? &*found : nullptr;
}

const Json& LazyDataSet::tree_of(const Attribute& attribute) {
  if (!attribute.tree) attribute.tree = std::make_shared<const Json>(Json::parse(attribute.text));
  return *attribute.tree;
}

const Json* LazyDataSet::find(std::string_view tag) const {
  const Attribute* attribute = attribute_of(tag);
  return attribute == nullptr ? nullptr : &tree_of(*attribute);
}

bool LazyDataSet::contains(std::string_view tag) const {
  return attribute_of(tag) != nullptr;
}

bool LazyDataSet::has_same(const LazyDataSet& other, std::string_view tag) const {
  const Attribute* ours = attribute_of(tag);
  const Attribute* theirs = other.attribute_of(tag);
  if (ours == nullptr || theirs == nullptr) return ours == theirs;
  if (!ours->text.empty() && ours->text == theirs->text) return true;
  return tree_of(*ours) == tree_of(*theirs);
}

void LazyDataSet::put(Attribute attribute) {
  // Texts of ours come in order.
  if (attributes_.empty() || attributes_.back().tag < attribute.tag) {
    attributes_.push_back(std::move(attribute));
    return;
  }
  const auto place = attributes_.begin() + (position(attribute.tag) - attributes_.cbegin());
  if (place->tag == attribute.tag) {
    *place = std::move(attribute);
  } else {
    attributes_.insert(place, std::move(attribute));
  }
}

void LazyDataSet::set(std::string_view tag, Json attribute) {
  put({std::string(tag), nullptr, {}, std::make_shared<const Json>(std::move(attribute))});
}

void LazyDataSet::update(const LazyDataSet& attributes) {
  for (const Attribute& attribute : attributes.attributes_) put(attribute);
}

void LazyDataSet::erase(std::string_view tag) {
  const auto found = position(tag);
  if (found != attributes_.end() && found->tag == tag) attributes_.erase(found);
}

std::string LazyDataSet::dump() const {
  std::size_t size = 2;
  for (const Attribute& attribute : attributes_) size += attribute.tag.size() + attribute.text.size() + 4;
  std::string result;
  result.reserve(size);
  result += '{';
  for (const Attribute& attribute : attributes_) {
    if (result.size() > 1) result += ',';
    result += '"';
    result += attribute.tag;
    result += "\":";
    if (attribute.text.empty()) {
      result += attribute.tree->dump();
    } else {
      result += attribute.text;
    }
  }
  return result += '}';
}

Json LazyDataSet::to_json() const {
  Json dataset = Json::object();
  for (const Attribute& attribute : attributes_) dataset[attribute.tag] = tree_of(attribute);
  return dataset;
}

bool operator==(const LazyDataSet& left, const LazyDataSet& right) {
  return left.to_json() == right.to_json();
}
bool operator!=(const LazyDataSet& left, const LazyDataSet& right) {
  return !(left == right);
}

}  // namespace sonolist::dicom
