#include "dicom_sr/validation/object_rules.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <cstdint>
#include <set>

#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/modules/utf8_conversion.h"
#include "dicom_sr/uid/deterministic_uid.h"
#include "dicom_sr/validation/attribute_name.h"

namespace sonolist::dicom {

namespace {

// Deeper nesting than any object has; what lies below is not looked at.
constexpr int kDeepestItem = 64;

// Visits every element that is no sequence, with the item that holds it.
template <typename Visit>
void for_each_value(DcmItem& item, const Visit& visit, int depth = 0) {
  DcmObject* at = nullptr;
  while ((at = item.nextInContainer(at)) != nullptr) {
    if (auto* sequence = dynamic_cast<DcmSequenceOfItems*>(at)) {
      DcmObject* below = nullptr;
      while (depth < kDeepestItem && (below = sequence->nextInContainer(below)) != nullptr) {
        if (auto* nested = dynamic_cast<DcmItem*>(below)) for_each_value(*nested, visit, depth + 1);
      }
    } else if (auto* element = dynamic_cast<DcmElement*>(at)) {
      visit(item, *element);
    }
  }
}

std::uint64_t size_of(DcmDataset& dataset, const DcmTagKey& tag, std::uint64_t when_absent) {
  Sint32 value = 0;
  Uint16 unsigned_value = 0;
  if (dataset.findAndGetUint16(tag, unsigned_value).good()) return unsigned_value;
  if (dataset.findAndGetSint32(tag, value).good() && value > 0) return static_cast<std::uint64_t>(value);
  return when_absent;
}

// PS3.3 C.7.6.3.1.2: YBR_FULL_422 stores two samples a pixel.
std::uint64_t samples_per_pixel(DcmDataset& dataset) {
  return get_value(dataset, DCM_PhotometricInterpretation) == "YBR_FULL_422" ? 2
                                                                             : size_of(dataset, DCM_SamplesPerPixel, 1);
}

}  // namespace

void check_uids(DcmDataset& dataset, const std::string& object, Findings& findings) {
  for_each_value(dataset, [&](DcmItem&, DcmElement& element) {
    if (element.getVR() != EVR_UI || element.getLength() == 0) return;
    for (unsigned long i = 0; i < element.getVM(); ++i) {
      OFString uid;
      if (element.getOFString(uid, i).good() && is_valid_uid({uid.c_str(), uid.size()})) continue;
      findings.push_back({object, "uids", attribute_name(element.getTag()), "is not a valid UID"});
      return;
    }
  });
}

void check_character_set(DcmDataset& dataset, const std::string& object, Findings& findings) {
  const Utf8Reader texts(dataset);
  if (!texts.is_known()) {
    findings.push_back({object, "character-set", attribute_name(DCM_SpecificCharacterSet),
                        "names a character set that DICOM does not know"});
    return;
  }
  std::set<std::string> named;
  for_each_value(dataset, [&](DcmItem& item, DcmElement& element) {
    if (!DcmVR(element.getVR()).isAffectedBySpecificCharacterSet() || texts.fits(item, element.getTag())) return;
    const std::string name = attribute_name(element.getTag());
    if (!named.insert(name).second) return;  // once per attribute, a code meaning may stand a hundred times
    findings.push_back({object, "character-set", name,
                        "holds bytes that do not fit Specific Character Set (0008,0005), or none is declared"});
  });
}

void check_coding_schemes(DcmDataset& dataset, const std::string& object, Findings& findings) {
  std::set<std::string> declared;
  DcmSequenceOfItems* schemes = nullptr;
  if (dataset.findAndGetSequence(DCM_CodingSchemeIdentificationSequence, schemes).good()) {
    for_each_value(dataset, [&](DcmItem& item, DcmElement& element) {
      if (item.getParent() == schemes && element.getTag() == DCM_CodingSchemeDesignator)
        declared.insert(get_value(item, DCM_CodingSchemeDesignator));
    });
  }
  std::set<std::string> missing;
  for_each_value(dataset, [&](DcmItem& item, DcmElement& element) {
    if (element.getTag() != DCM_CodingSchemeDesignator) return;
    const std::string scheme = get_value(item, DCM_CodingSchemeDesignator);
    if (scheme.compare(0, 2, "99") == 0 && declared.count(scheme) == 0) missing.insert(scheme);
  });
  for (const std::string& scheme : missing) {
    findings.push_back({object, "coding-schemes", attribute_name(DCM_CodingSchemeIdentificationSequence),
                        "does not declare the private scheme " + scheme});
  }
}

void check_pixel_data(DcmDataset& dataset, const std::string& object, Findings& findings) {
  DcmElement* pixels = nullptr;
  if (dataset.findAndGetElement(DCM_PixelData, pixels).bad()) return;
  if (DcmXfer(dataset.getCurrentXfer()).isEncapsulated()) return;
  const std::uint64_t bits = size_of(dataset, DCM_Rows, 0) * size_of(dataset, DCM_Columns, 0) *
                             samples_per_pixel(dataset) * size_of(dataset, DCM_BitsAllocated, 0) *
                             size_of(dataset, DCM_NumberOfFrames, 1);
  const std::uint64_t bytes = (bits + 7) / 8;
  const std::uint64_t even = bytes + bytes % 2;
  const std::uint64_t length = pixels->getLength();
  // An odd length is made even on reading; what is longer may hold padding of a scanner, yet not in what we write.
  if (length == even || length == bytes) return;
  findings.push_back({object, "pixel-data", attribute_name(DCM_PixelData),
                      "has " + std::to_string(length) + " bytes instead of " + std::to_string(even)});
}

}  // namespace sonolist::dicom
