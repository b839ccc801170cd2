#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctagkey.h>

#include <pugixml.hpp>
#include <sstream>

#include "dicom_sr/error.h"
#include "dicom_sr/json/json_tag.h"
#include "dicom_sr/json/keyword.h"
#include "dicom_sr/json/string_values.h"
#include "dicom_sr/json/value_kind.h"
#include "dicom_sr/xml/native_model.h"
#include "dicom_sr/xml/native_names.h"

namespace sonolist::dicom {
namespace {

[[noreturn]] void refuse_to_write(const std::string& tag, const std::string& reason) {
  const auto key = parse_json_key(tag);
  throw DicomError(ErrorClass::kInput, "attribute " + (key ? readable_tag(*key) : "\"" + tag + "\"") +
                                           " cannot be written as XML: " + reason);
}

// A reader of XML takes a bare carriage return for a line end, and CR LF for one (XML 1.0 section 2.11).
std::string with_line_ends(const std::string& document) {
  std::string result;
  for (const char c : document) {
    if (c == '\r') {
      result += "&#13;";
    } else {
      result += c;
    }
  }
  return result;
}

std::string xml_text(const std::string& text) {
  std::string result;
  for (const char c : text) {
    const bool is_control = static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
    if (is_control) {
      result += "\xEF\xBF\xBD";
    } else {
      result += c;
    }
  }
  return result;
}

pugi::xml_node add_numbered(pugi::xml_node parent, const char* name, std::size_t index) {
  pugi::xml_node node = parent.append_child(name);
  node.append_attribute("number").set_value(static_cast<unsigned long long>(index + 1));
  return node;
}

void set_text(pugi::xml_node node, const std::string& text) {
  if (!text.empty()) node.append_child(pugi::node_pcdata).set_value(xml_text(text).c_str());
}

void add_person_name(pugi::xml_node parent, std::size_t index, const Json& value, const std::string& tag) {
  pugi::xml_node name = add_numbered(parent, "PersonName", index);
  if (value.is_null()) return;
  if (!person_name_from_json(value)) refuse_to_write(tag, "a value is no person name");
  for (const char* group : kNameGroups) {
    if (!value.contains(group)) continue;
    pugi::xml_node components = name.append_child(group);
    const std::vector<std::string_view> parts = split(value.at(group).get_ref<const std::string&>(), '^');
    if (parts.size() > kNameComponents.size()) refuse_to_write(tag, "a person name has more than five components");
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (!parts[i].empty()) set_text(components.append_child(kNameComponents[i]), std::string(parts[i]));
    }
  }
}

std::string value_text(const Json& value, const std::string& tag) {
  if (value.is_null()) return "";
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number()) return value.dump();
  refuse_to_write(tag, "a value is neither text nor number");
}

void add_data_set(pugi::xml_node parent, const Json& dataset);

void add_values(pugi::xml_node node, ValueKind kind, const Json& values, const std::string& tag) {
  if (!values.is_array()) refuse_to_write(tag, "\"Value\" is no array");
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (kind == ValueKind::kItems) {
      pugi::xml_node item = add_numbered(node, "Item", i);
      if (!values[i].is_null()) add_data_set(item, values[i]);
    } else if (kind == ValueKind::kPersonNames) {
      add_person_name(node, i, values[i], tag);
    } else {
      set_text(add_numbered(node, "Value", i), value_text(values[i], tag));
    }
  }
}

std::string private_creator(const Json& dataset, const DcmTagKey& key) {
  if (!key.isPrivate() || key.getElement() < 0x1000) return "";
  return get_string(dataset, json_key(DcmTagKey(key.getGroup(), key.getElement() >> 8))).value_or("");
}

void add_data_set(pugi::xml_node parent, const Json& dataset) {
  if (!dataset.is_object())
    throw DicomError(ErrorClass::kInput, "a data set of the DICOM JSON Model must be an object");
  for (const auto& [tag, attribute] : dataset.items()) {
    const auto key = parse_json_key(tag);
    if (!key || !attribute.is_object()) refuse_to_write(tag, "it is no attribute of the DICOM JSON Model");
    const auto vr = attribute.find("vr");
    const auto kind =
        vr != attribute.end() && vr->is_string() ? value_kind(vr->get_ref<const std::string&>()) : std::nullopt;
    if (!kind) refuse_to_write(tag, "its \"vr\" is no value representation");
    pugi::xml_node node = parent.append_child("DicomAttribute");
    node.append_attribute("tag").set_value(json_key(*key).c_str());
    node.append_attribute("vr").set_value(vr->get_ref<const std::string&>().c_str());
    const std::string keyword = keyword_of_tag(tag);
    if (!keyword.empty()) node.append_attribute("keyword").set_value(keyword.c_str());
    const std::string creator = private_creator(dataset, *key);
    if (!creator.empty()) node.append_attribute("privateCreator").set_value(xml_text(creator).c_str());
    if (attribute.contains("Value")) add_values(node, *kind, attribute.at("Value"), tag);
    if (attribute.contains("InlineBinary")) {
      set_text(node.append_child("InlineBinary"), value_text(attribute.at("InlineBinary"), tag));
    }
    if (attribute.contains("BulkDataURI")) {
      node.append_child("BulkData")
          .append_attribute("uri")
          .set_value(xml_text(value_text(attribute.at("BulkDataURI"), tag)).c_str());
    }
  }
}

}  // namespace

std::string to_native_xml(const Json& dataset) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version").set_value("1.0");
  declaration.append_attribute("encoding").set_value("UTF-8");
  pugi::xml_node root = document.append_child(kNativeRoot);
  root.append_attribute("xmlns").set_value(kNativeNamespace);
  root.append_attribute("xml:space").set_value("preserve");
  add_data_set(root, dataset);
  std::ostringstream text;
  document.save(text, "", pugi::format_raw, pugi::encoding_utf8);
  return with_line_ends(text.str());
}

}  // namespace sonolist::dicom
