#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <cmath>

#include "dicom_sr/error.h"
#include "dicom_sr/json/base64.h"
#include "dicom_sr/json/dicom_json.h"
#include "dicom_sr/json/json_tag.h"
#include "dicom_sr/json/string_values.h"
#include "dicom_sr/json/utf8.h"
#include "dicom_sr/json/value_kind.h"
#include "dicom_sr/workitem/tags.h"

namespace sonolist::dicom {
namespace {

Json encode_item(DcmItem& item);

[[noreturn]] void refuse(DcmElement& element, const std::string& reason) {
  throw DicomError(ErrorClass::kInput, "attribute " + readable_tag(element.getTag()) + " cannot be read: " + reason);
}

void require(const OFCondition& status, DcmElement& element) {
  if (status.bad()) refuse(element, status.text());
}

// Trailing spaces and the NUL of UI are padding in every string VR; leading ones only in those of one line.
std::string_view without_padding(std::string_view text, ValueKind kind) {
  constexpr std::string_view kPadding(" \0", 2);
  const std::size_t last = text.find_last_not_of(kPadding);
  if (last == std::string_view::npos) return {};
  text = text.substr(0, last + 1);
  return kind == ValueKind::kText ? text : text.substr(text.find_first_not_of(' '));
}

Json encode_strings(DcmElement& element, ValueKind kind) {
  Json values = Json::array();
  OFString stored;
  require(element.getOFStringArray(stored, OFFalse), element);
  const std::string_view text(stored.c_str(), stored.size());
  if (!is_utf8(text)) refuse(element, "its text does not fit the Specific Character Set (0008,0005)");
  if (kind == ValueKind::kText) {
    values.push_back(std::string(without_padding(text, kind)));
  } else {
    for (const std::string_view part : split(text, '\\')) {
      values.push_back(string_value_to_json(kind, without_padding(part, kind)));
    }
  }
  const bool blank = values.size() == 1 && (values.front().is_null() || values.front() == Json(std::string()));
  return blank ? Json::array() : values;
}

template <typename Number>
Json number_at(DcmElement& element, OFCondition (DcmElement::*get)(Number&, unsigned long), unsigned long index) {
  Number number{};
  require((element.*get)(number, index), element);
  return number;
}

Json encode_integer(DcmElement& element, DcmEVR vr, unsigned long index) {
  switch (vr) {
    case EVR_SS:
      return number_at<Sint16>(element, &DcmElement::getSint16, index);
    case EVR_US:
      return number_at<Uint16>(element, &DcmElement::getUint16, index);
    case EVR_SL:
      return number_at<Sint32>(element, &DcmElement::getSint32, index);
    case EVR_UL:
      return number_at<Uint32>(element, &DcmElement::getUint32, index);
    case EVR_SV:
      return number_at<Sint64>(element, &DcmElement::getSint64, index);
    default:
      return number_at<Uint64>(element, &DcmElement::getUint64, index);
  }
}

// JSON has no number for what is not finite.
Json encode_real(DcmElement& element, DcmEVR vr, unsigned long index) {
  const double number = vr == EVR_FL ? number_at<Float32>(element, &DcmElement::getFloat32, index).get<double>()
                                     : number_at<Float64>(element, &DcmElement::getFloat64, index).get<double>();
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "inf" : "-inf";
  return number;
}

Json encode_tag(DcmElement& element, unsigned long index) {
  DcmTagKey key;
  require(element.getTagVal(key, index), element);
  return json_key(key);
}

bool is_compressed_pixel_data(DcmElement& element) {
  if (element.getTag() != DCM_PixelData) return false;
  auto* pixels = dynamic_cast<DcmPixelData*>(&element);
  if (pixels == nullptr) return false;
  E_TransferSyntax syntax = EXS_Unknown;
  const DcmRepresentationParameter* parameter = nullptr;
  pixels->getCurrentRepresentationKey(syntax, parameter);
  return DcmXfer(syntax).isEncapsulated();
}

std::string encode_binary(DcmElement& element) {
  std::vector<std::uint8_t> bytes(element.getLength());
  require(element.getPartialValue(bytes.data(), 0, static_cast<Uint32>(bytes.size()), nullptr, EBO_LittleEndian),
          element);
  return to_base64(bytes);
}

Json encode_items(DcmElement& element) {
  Json items = Json::array();
  auto* sequence = dynamic_cast<DcmSequenceOfItems*>(&element);
  if (sequence == nullptr) refuse(element, "it is no sequence");
  for (unsigned long i = 0; i < sequence->card(); ++i) items.push_back(encode_item(*sequence->getItem(i)));
  return items;
}

Json encode_values(DcmElement& element, DcmEVR vr, ValueKind kind) {
  switch (kind) {
    case ValueKind::kStrings:
    case ValueKind::kText:
    case ValueKind::kPersonNames:
    case ValueKind::kDecimalStrings:
    case ValueKind::kIntegerStrings:
      return encode_strings(element, kind);
    case ValueKind::kItems:
      return encode_items(element);
    default:
      break;
  }
  Json values = Json::array();
  for (unsigned long i = 0; i < element.getVM(); ++i) {
    if (kind == ValueKind::kReals) {
      values.push_back(encode_real(element, vr, i));
    } else if (kind == ValueKind::kTags) {
      values.push_back(encode_tag(element, i));
    } else {
      values.push_back(encode_integer(element, vr, i));
    }
  }
  return values;
}

Json encode_element(DcmElement& element) {
  const DcmVR vr(DcmVR(element.getVR()).getValidEVR());
  const ValueKind kind = value_kind(vr.getVRName()).value_or(ValueKind::kBinary);
  Json attribute{{"vr", vr.getVRName()}};
  if (kind == ValueKind::kBinary) {
    if (!is_compressed_pixel_data(element) && element.getLength() > 0) {
      attribute["InlineBinary"] = encode_binary(element);
    }
    return attribute;
  }
  Json values = encode_values(element, vr.getEVR(), kind);
  if (!values.empty()) attribute["Value"] = std::move(values);
  return attribute;
}

Json encode_item(DcmItem& item) {
  Json dataset = Json::object();
  for (unsigned long i = 0; i < item.card(); ++i) {
    DcmElement& element = *item.getElement(i);
    const bool group_length = element.getETag() == 0;
    if (!group_length && element.getTag() != DCM_SpecificCharacterSet) {
      dataset[json_key(element.getTag())] = encode_element(element);
    }
  }
  return dataset;
}

}  // namespace

Json to_json(DcmDataset& dataset) {
  DcmDataset copy(dataset);
  const OFCondition status = copy.convertToUTF8();
  if (status.bad()) {
    throw DicomError(ErrorClass::kInput, std::string("the text of the data set does not fit its Specific Character Set "
                                                     "(0008,0005): ") +
                                             status.text());
  }
  Json json = encode_item(copy);
  set_string(json, tag::kSpecificCharacterSet, "CS", "ISO_IR 192");
  return json;
}

}  // namespace sonolist::dicom
