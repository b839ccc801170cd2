#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "dicom_sr/error.h"
#include "dicom_sr/json/base64.h"
#include "dicom_sr/json/dicom_json.h"
#include "dicom_sr/json/json_tag.h"
#include "dicom_sr/json/string_values.h"
#include "dicom_sr/json/utf8.h"
#include "dicom_sr/json/value_kind.h"

namespace sonolist::dicom {
namespace {

// Deeper than any IOD; keeps a hostile document from exhausting the stack.
constexpr int kMaximumDepth = 32;

void decode_into(DcmItem& item, const Json& dataset, int depth);

// One attribute on its way into a data set: says its tag in every refusal.
struct Attribute {
  DcmTag tag;
  std::string vr;
  ValueKind kind;

  [[noreturn]] void refuse(const std::string& reason) const {
    throw DicomError(ErrorClass::kInput, "attribute " + readable_tag(tag) + " of the DICOM JSON: " + reason);
  }
  void require(const OFCondition& status) const {
    if (status.bad()) refuse(status.text());
  }
};

Attribute parse_attribute(const std::string& key, const Json& json) {
  const auto tag = parse_json_key(key);
  if (!tag) {
    throw DicomError(ErrorClass::kInput, "a key of the DICOM JSON is no tag of 8 hexadecimal digits");
  }
  Attribute attribute{DcmTag(*tag), "", ValueKind::kStrings};
  const bool has_vr = json.is_object() && json.contains("vr") && json["vr"].is_string();
  if (!has_vr) attribute.refuse("the member 'vr' is missing");
  attribute.vr = json["vr"].get<std::string>();
  const auto kind = value_kind(attribute.vr);
  if (!kind) attribute.refuse("unknown value representation '" + attribute.vr + "'");
  attribute.kind = *kind;
  attribute.tag.setVR(DcmVR(attribute.vr.c_str()));
  if (json.contains("BulkDataURI")) attribute.refuse("BulkDataURI is not supported here; give InlineBinary");
  return attribute;
}

void put_strings(DcmElement& element, const Attribute& attribute, const Json& values) {
  std::string joined;
  bool first = true;
  for (const Json& value : values) {
    const auto text = string_value_from_json(attribute.kind, value);
    if (!text) attribute.refuse("a value has the wrong JSON type for " + attribute.vr);
    if (!is_utf8(*text)) attribute.refuse("a value is not UTF-8");
    const bool single = attribute.kind == ValueKind::kText;
    if (!single && text->find('\\') != std::string::npos) attribute.refuse("a value holds a backslash");
    if (single && !first) attribute.refuse(attribute.vr + " takes one value");
    if (!first) joined += '\\';
    joined += *text;
    first = false;
  }
  attribute.require(element.putOFStringArray(OFString(joined.data(), joined.size())));
}

template <typename Integer>
std::vector<Integer> integers(const Attribute& attribute, const Json& values) {
  std::vector<Integer> numbers;
  for (const Json& value : values) {
    // SV and UV may be strings, since many JSON readers lose integers above 2^53.
    const Json number =
        value.is_string() ? string_value_to_json(ValueKind::kIntegerStrings, value.get<std::string>()) : value;
    bool fits = number.is_number_integer();
    if (fits && number.is_number_unsigned()) {
      fits = number.get<std::uint64_t>() <= static_cast<std::uint64_t>(std::numeric_limits<Integer>::max());
    } else if (fits) {
      const auto signed_number = number.get<std::int64_t>();
      fits = signed_number < 0 ? std::numeric_limits<Integer>::is_signed &&
                                     signed_number >= static_cast<std::int64_t>(std::numeric_limits<Integer>::min())
                               : static_cast<std::uint64_t>(signed_number) <=
                                     static_cast<std::uint64_t>(std::numeric_limits<Integer>::max());
    }
    if (!fits) attribute.refuse("a value is no integer that fits " + attribute.vr);
    numbers.push_back(number.get<Integer>());
  }
  return numbers;
}

void put_integers(DcmElement& element, const Attribute& attribute, const Json& values) {
  const auto count = static_cast<unsigned long>(values.size());
  switch (attribute.tag.getEVR()) {
    case EVR_SS:
      return attribute.require(element.putSint16Array(integers<Sint16>(attribute, values).data(), count));
    case EVR_US:
      return attribute.require(element.putUint16Array(integers<Uint16>(attribute, values).data(), count));
    case EVR_SL:
      return attribute.require(element.putSint32Array(integers<Sint32>(attribute, values).data(), count));
    case EVR_UL:
      return attribute.require(element.putUint32Array(integers<Uint32>(attribute, values).data(), count));
    // DCMTK declares these two setters only in the derived classes, which newDicomElementWithVR() chose by the VR.
    case EVR_SV:
      return attribute.require(dynamic_cast<DcmSigned64bitVeryLong&>(element).putSint64Array(
          integers<Sint64>(attribute, values).data(), count));
    default:
      return attribute.require(dynamic_cast<DcmUnsigned64bitVeryLong&>(element).putUint64Array(
          integers<Uint64>(attribute, values).data(), count));
  }
}

double real(const Attribute& attribute, const Json& value) {
  if (value.is_number()) return value.get<double>();
  if (value == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (value == "inf") return std::numeric_limits<double>::infinity();
  if (value == "-inf") return -std::numeric_limits<double>::infinity();
  attribute.refuse("a value is no number");
}

void put_reals(DcmElement& element, const Attribute& attribute, const Json& values) {
  std::vector<Float32> floats;
  std::vector<Float64> doubles;
  for (const Json& value : values) {
    const double number = real(attribute, value);
    if (attribute.tag.getEVR() == EVR_FL && std::isfinite(number) &&
        std::abs(number) > static_cast<double>(std::numeric_limits<Float32>::max())) {
      attribute.refuse("a value is too large for FL");
    }
    doubles.push_back(number);
    if (attribute.tag.getEVR() == EVR_FL) floats.push_back(static_cast<Float32>(number));
  }
  const auto count = static_cast<unsigned long>(values.size());
  attribute.require(attribute.tag.getEVR() == EVR_FL ? element.putFloat32Array(floats.data(), count)
                                                     : element.putFloat64Array(doubles.data(), count));
}

void put_tags(DcmElement& element, const Attribute& attribute, const Json& values) {
  unsigned long position = 0;
  for (const Json& value : values) {
    const auto tag = value.is_string() ? parse_json_key(value.get_ref<const std::string&>()) : std::nullopt;
    if (!tag) attribute.refuse("a value is no tag of 8 hexadecimal digits");
    attribute.require(element.putTagVal(*tag, position++));
  }
}

template <typename Word>
std::vector<Word> words(const Attribute& attribute, const std::vector<std::uint8_t>& bytes) {
  if (bytes.size() % sizeof(Word) != 0)
    attribute.refuse("InlineBinary has a length that does not suit " + attribute.vr);
  std::vector<Word> result(bytes.size() / sizeof(Word));
  if (!bytes.empty()) std::memcpy(result.data(), bytes.data(), bytes.size());
  // InlineBinary is little endian (PS3.18 F.2.7).
  swapIfNecessary(gLocalByteOrder, EBO_LittleEndian, result.data(), static_cast<Uint32>(bytes.size()), sizeof(Word));
  return result;
}

template <typename Word, typename Element>
void put_words(DcmElement& element, const Attribute& attribute, const std::vector<std::uint8_t>& bytes,
               OFCondition (Element::*put)(const Word*, unsigned long)) {
  const std::vector<Word> values = words<Word>(attribute, bytes);
  attribute.require((dynamic_cast<Element&>(element).*put)(values.data(), static_cast<unsigned long>(values.size())));
}

void put_binary(DcmElement& element, const Attribute& attribute, const Json& inline_binary) {
  const auto bytes =
      inline_binary.is_string() ? from_base64(inline_binary.get_ref<const std::string&>()) : std::nullopt;
  if (!bytes) attribute.refuse("InlineBinary is no Base64 text");
  switch (attribute.tag.getEVR()) {
    case EVR_OW:
      return put_words<Uint16>(element, attribute, *bytes, &DcmElement::putUint16Array);
    case EVR_OL:
      return put_words<Uint32>(element, attribute, *bytes, &DcmElement::putUint32Array);
    case EVR_OV:
      return put_words<Uint64>(element, attribute, *bytes, &DcmUnsigned64bitVeryLong::putUint64Array);
    case EVR_OF:
      return put_words<Float32>(element, attribute, *bytes, &DcmElement::putFloat32Array);
    case EVR_OD:
      return put_words<Float64>(element, attribute, *bytes, &DcmElement::putFloat64Array);
    default:
      return put_words<Uint8>(element, attribute, *bytes, &DcmElement::putUint8Array);
  }
}

void put_items(DcmElement& element, const Attribute& attribute, const Json& values, int depth) {
  auto* sequence = dynamic_cast<DcmSequenceOfItems*>(&element);
  if (sequence == nullptr) attribute.refuse("it is no sequence");
  for (const Json& value : values) {
    if (!value.is_object()) attribute.refuse("an item is no object");
    auto item = std::make_unique<DcmItem>();
    decode_into(*item, value, depth + 1);
    attribute.require(sequence->append(item.get()));
    static_cast<void>(item.release());
  }
}

void put_values(DcmElement& element, const Attribute& attribute, const Json& values, int depth) {
  if (!values.is_array()) attribute.refuse("the member 'Value' is no array");
  if (values.empty()) return;
  switch (attribute.kind) {
    case ValueKind::kIntegers:
      return put_integers(element, attribute, values);
    case ValueKind::kReals:
      return put_reals(element, attribute, values);
    case ValueKind::kTags:
      return put_tags(element, attribute, values);
    case ValueKind::kItems:
      return put_items(element, attribute, values, depth);
    case ValueKind::kBinary:
      attribute.refuse(attribute.vr + " is written as InlineBinary, not as Value");
    default:
      return put_strings(element, attribute, values);
  }
}

void decode_into(DcmItem& item, const Json& dataset, int depth) {
  if (depth > kMaximumDepth) throw DicomError(ErrorClass::kInput, "the DICOM JSON nests its sequences too deeply");
  for (const auto& [key, json] : dataset.items()) {
    const Attribute attribute = parse_attribute(key, json);
    if (depth > 0 && attribute.tag == DCM_SpecificCharacterSet) continue;  // the whole document is UTF-8
    DcmElement* created = nullptr;
    attribute.require(DcmItem::newDicomElementWithVR(created, attribute.tag));
    std::unique_ptr<DcmElement> element(created);
    if (json.contains("InlineBinary")) {
      if (attribute.kind != ValueKind::kBinary) attribute.refuse("InlineBinary does not suit " + attribute.vr);
      put_binary(*element, attribute, json["InlineBinary"]);
    } else if (json.contains("Value")) {
      put_values(*element, attribute, json["Value"], depth);
    }
    attribute.require(item.insert(element.get(), OFTrue));
    static_cast<void>(element.release());
  }
}

}  // namespace

std::unique_ptr<DcmDataset> from_json(const Json& dataset) {
  if (!dataset.is_object()) throw DicomError(ErrorClass::kInput, "the DICOM JSON is no object of one data set");
  auto result = std::make_unique<DcmDataset>();
  decode_into(*result, dataset, 0);
  const OFCondition status = result->putAndInsertString(DCM_SpecificCharacterSet, "ISO_IR 192");
  if (status.bad()) throw DicomError(ErrorClass::kInternal, status.text());
  return result;
}

}  // namespace sonolist::dicom
