#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctagkey.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <pugixml.hpp>

#include "dicom_sr/error.h"
#include "dicom_sr/json/base64.h"
#include "dicom_sr/json/json_tag.h"
#include "dicom_sr/json/string_values.h"
#include "dicom_sr/json/utf8.h"
#include "dicom_sr/json/value_kind.h"
#include "dicom_sr/xml/native_model.h"
#include "dicom_sr/xml/native_names.h"
#include "dicom_sr/xml/private_block.h"

namespace sonolist::dicom {
namespace {

constexpr int kDeepestXmlItem = 32;
constexpr std::size_t kWidestGap = 64;  // of the numbers of values: what lies between is filled with nulls

[[noreturn]] void refuse_document(const std::string& reason) {
  throw DicomError(ErrorClass::kInput, "the XML is no Native DICOM Model (PS3.19 A.1): " + reason);
}

[[noreturn]] void refuse_attribute(const std::string& name, const std::string& reason) {
  refuse_document("attribute " + name + " " + reason);
}

// The name without the prefix of its namespace.
std::string local_name(const pugi::xml_node& node) {
  const std::string name = node.name();
  const std::size_t colon = name.find(':');
  return colon == std::string::npos ? name : name.substr(colon + 1);
}

// All text of an element that must have no other content.
std::string text_of(const pugi::xml_node& node, const std::string& name) {
  std::string text;
  for (const pugi::xml_node& child : node.children()) {
    if (child.type() == pugi::node_element) refuse_attribute(name, "has an element in <" + local_name(node) + ">");
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) text += child.value();
  }
  return text;
}

std::size_t number_of(const pugi::xml_node& node, const std::string& name) {
  const std::string text = node.attribute("number").value();
  std::size_t number = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size() || number == 0) {
    refuse_attribute(name, "has a <" + local_name(node) + "> whose number is not 1 or more");
  }
  return number;
}

// Puts a value to its number; what is left out before it is empty.
void place(Json& values, std::size_t number, Json value, const std::string& name) {
  if (number <= values.size()) refuse_attribute(name, "has values whose numbers do not ascend");
  if (number > values.size() + kWidestGap) refuse_attribute(name, "has values whose numbers leave a wide gap");
  while (values.size() + 1 < number) values.push_back(nullptr);
  values.push_back(std::move(value));
}

Json read_person_name(const pugi::xml_node& node, const std::string& name) {
  std::string groups[kNameGroups.size()];
  for (const pugi::xml_node& group : node.children()) {
    if (group.type() != pugi::node_element) continue;
    const auto* known = std::find(kNameGroups.begin(), kNameGroups.end(), local_name(group));
    if (known == kNameGroups.end()) refuse_attribute(name, "has an unknown group <" + local_name(group) + ">");
    std::string parts[kNameComponents.size()];
    std::size_t used = 0;
    for (const pugi::xml_node& part : group.children()) {
      if (part.type() != pugi::node_element) continue;
      const auto* component = std::find(kNameComponents.begin(), kNameComponents.end(), local_name(part));
      if (component == kNameComponents.end())
        refuse_attribute(name, "has an unknown component <" + local_name(part) + ">");
      const auto index = static_cast<std::size_t>(component - kNameComponents.begin());
      parts[index] = text_of(part, name);
      if (parts[index].find_first_of("^=\\") != std::string::npos) {
        refuse_attribute(name, "has a component with one of ^ = \\");
      }
      used = std::max(used, index + 1);
    }
    std::string& text = groups[known - kNameGroups.begin()];
    for (std::size_t i = 0; i < used; ++i) text += (i > 0 ? "^" : "") + parts[i];
  }
  Json value = Json::object();
  for (std::size_t i = 0; i < kNameGroups.size(); ++i) {
    if (!groups[i].empty()) value[kNameGroups[i]] = groups[i];
  }
  return value.empty() ? Json() : value;
}

template <typename Number>
Json read_number(const std::string& text, const std::string& name) {
  Number number{};
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) {
    refuse_attribute(name, "has a value that is no number of its value representation");
  }
  return number;
}

Json read_value(const std::string& text, ValueKind kind, const std::string& vr, const std::string& name) {
  if (text.empty()) return nullptr;
  switch (kind) {
    case ValueKind::kIntegers:
      return vr == "UV" ? read_number<std::uint64_t>(text, name) : read_number<std::int64_t>(text, name);
    case ValueKind::kReals: {
      const Json number = read_number<double>(text, name);
      if (!std::isfinite(number.get<double>())) refuse_attribute(name, "has a value that is not finite");
      return number;
    }
    case ValueKind::kTags:
      if (!parse_json_key(text)) refuse_attribute(name, "has a value that is no tag of 8 hexadecimal digits");
      return json_key(*parse_json_key(text));
    default:
      return string_value_to_json(kind, text);
  }
}

Json read_binary(const pugi::xml_node& node, const std::string& name) {
  std::string text = text_of(node, name);
  text.erase(
      std::remove_if(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }),
      text.end());
  if (!from_base64(text)) refuse_attribute(name, "has an <InlineBinary> that is no Base64");
  return text;
}

Json read_data_set(const pugi::xml_node& parent, int depth);

Json read_attribute(const pugi::xml_node& node, const std::string& vr, const std::string& name, int depth) {
  const auto kind = value_kind(vr);
  if (!kind) refuse_attribute(name, "has the vr \"" + vr + "\", which is no value representation");
  const std::string element = *kind == ValueKind::kItems         ? "Item"
                              : *kind == ValueKind::kPersonNames ? "PersonName"
                                                                 : "Value";
  Json result = {{"vr", vr}};
  Json values = Json::array();
  for (const pugi::xml_node& child : node.children()) {
    if (child.type() != pugi::node_element) continue;
    const std::string child_name = local_name(child);
    if (child_name == "InlineBinary" && *kind == ValueKind::kBinary) {
      result["InlineBinary"] = read_binary(child, name);
    } else if (child_name == "BulkData") {
      const pugi::xml_attribute uri = child.attribute("uri");
      if (!uri) refuse_attribute(name, "has a <BulkData> without uri");
      result["BulkDataURI"] = uri.value();
    } else if (child_name != element || *kind == ValueKind::kBinary) {
      refuse_attribute(name, "of vr " + vr + " has an element <" + child_name + ">");
    } else {
      Json value = *kind == ValueKind::kItems         ? read_data_set(child, depth + 1)
                   : *kind == ValueKind::kPersonNames ? read_person_name(child, name)
                                                      : read_value(text_of(child, name), *kind, vr, name);
      place(values, number_of(child, name), std::move(value), name);
    }
  }
  if (!values.empty()) result["Value"] = std::move(values);
  return result;
}

Json read_data_set(const pugi::xml_node& parent, int depth) {
  if (depth > kDeepestXmlItem) refuse_document("sequences are nested too deeply");
  Json result = Json::object();
  for (const pugi::xml_node& node : parent.children()) {
    if (node.type() != pugi::node_element) continue;
    if (local_name(node) != "DicomAttribute") refuse_document("the element <" + local_name(node) + "> is unknown here");
    const std::string digits = node.attribute("tag").value();
    const auto key = parse_json_key(digits);
    if (!key) refuse_document("a DicomAttribute has the tag \"" + digits + "\", which is not 8 hexadecimal digits");
    const DcmTagKey tag = with_private_block(*key, node.attribute("privateCreator").value(), result);
    if (result.contains(json_key(tag))) refuse_attribute(readable_tag(tag), "comes twice");
    result[json_key(tag)] = read_attribute(node, node.attribute("vr").value(), readable_tag(tag), depth);
  }
  return result;
}

}  // namespace

Json from_native_xml(std::string_view document) {
  if (!is_utf8(document)) refuse_document("it is not UTF-8");
  pugi::xml_document parsed;
  const pugi::xml_parse_result result =
      parsed.load_buffer(document.data(), document.size(),
                         pugi::parse_default | pugi::parse_doctype | pugi::parse_ws_pcdata_single, pugi::encoding_utf8);
  if (!result) {
    refuse_document(std::string(result.description()) + " at byte " + std::to_string(result.offset));
  }
  for (const pugi::xml_node& child : parsed.children()) {
    if (child.type() == pugi::node_doctype) refuse_document("a document type is not allowed");
  }
  const pugi::xml_node root = parsed.document_element();
  if (local_name(root) != kNativeRoot) refuse_document("its root is not <" + std::string(kNativeRoot) + ">");
  return read_data_set(root, 0);
}

}  // namespace sonolist::dicom
