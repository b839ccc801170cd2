#include "dicom_sr/report/content_tree.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>

#include "dicom_sr/error.h"
#include "dicom_sr/modules/sequence_items.h"
#include "dicom_sr/modules/utf8_conversion.h"

namespace sonolist::dicom {

namespace {

// TID 1500 needs 6; a file may claim any depth.
constexpr int kDeepest = 32;

const DcmTagKey kTextTags[] = {DCM_TextValue, DCM_UID, DCM_Date, DCM_Time, DCM_DateTime, DCM_PersonName};

class TreeReader {
 public:
  explicit TreeReader(DcmItem& dataset) : texts_(dataset) {}

  ContentItem read(DcmItem& from, int depth) const {
    if (depth > kDeepest) throw DicomError(ErrorClass::kInput, "Content Sequence (0040,A730) is nested too deeply");
    ContentItem item;
    item.relation = texts_.text(from, DCM_RelationshipType);
    item.value_type = texts_.text(from, DCM_ValueType);
    item.concept = code(from, DCM_ConceptNameCodeSequence);
    DcmItem* content_template = nullptr;
    if (from.findAndGetSequenceItem(DCM_ContentTemplateSequence, content_template).good())
      item.template_id = texts_.text(*content_template, DCM_TemplateIdentifier);
    for (const DcmTagKey& tag : kTextTags) {
      if (item.text.empty()) item.text = texts_.text(from, tag);
    }
    item.code = code(from, DCM_ConceptCodeSequence);
    read_number(from, item);
    read_reference(from, item);
    read_coordinates(from, item);
    read_children(from, item, depth);
    return item;
  }

 private:
  std::optional<Code> code(DcmItem& from, const DcmTagKey& tag) const {
    DcmItem* entry = nullptr;
    if (from.findAndGetSequenceItem(tag, entry).bad()) return std::nullopt;
    Code read{"", texts_.text(*entry, DCM_CodingSchemeDesignator), texts_.text(*entry, DCM_CodeMeaning)};
    for (const DcmTagKey& value : {DCM_CodeValue, DCM_LongCodeValue, DCM_URNCodeValue}) {
      if (read.value.empty()) read.value = texts_.text(*entry, value);
    }
    if (read.value.empty() || read.scheme.empty()) return std::nullopt;
    return read;
  }

  void read_number(DcmItem& from, ContentItem& item) const {
    item.qualifier = code(from, DCM_NumericValueQualifierCodeSequence);
    DcmItem* measured = nullptr;
    if (from.findAndGetSequenceItem(DCM_MeasuredValueSequence, measured).bad()) return;
    Float64 value = 0.0;
    if (measured->findAndGetFloat64(DCM_NumericValue, value).good()) item.number = value;
    item.unit = code(*measured, DCM_MeasurementUnitsCodeSequence);
  }

  void read_reference(DcmItem& from, ContentItem& item) const {
    DcmItem* reference = nullptr;
    if (from.findAndGetSequenceItem(DCM_ReferencedSOPSequence, reference).bad()) return;
    item.sop_class_uid = texts_.text(*reference, DCM_ReferencedSOPClassUID);
    item.sop_instance_uid = texts_.text(*reference, DCM_ReferencedSOPInstanceUID);
    Sint32 frame = 0;
    if (reference->findAndGetSint32(DCM_ReferencedFrameNumber, frame).good()) item.frame = frame;
    Uint16 segment = 0;
    if (reference->findAndGetUint16(DCM_ReferencedSegmentNumber, segment).good()) item.segment = segment;
  }

  void read_coordinates(DcmItem& from, ContentItem& item) const {
    item.graphic_type = texts_.text(from, DCM_GraphicType);
    const Float32* values = nullptr;
    unsigned long count = 0;
    if (from.findAndGetFloat32Array(DCM_GraphicData, values, &count).good() && values != nullptr)
      item.coordinates.assign(values, values + count);
  }

  void read_children(DcmItem& from, ContentItem& item, int depth) const {
    for_each_item(from, DCM_ContentSequence, [&](DcmItem& child) { item.children.push_back(read(child, depth + 1)); });
  }

  Utf8Reader texts_;
};

}  // namespace

ContentItem read_content_tree(DcmItem& dataset) {
  if (!dataset.tagExists(DCM_ContentSequence))
    throw DicomError(ErrorClass::kInput, "Content Sequence (0040,A730) is missing: this is no structured report");
  return TreeReader(dataset).read(dataset, 1);
}

const ContentItem* find_child(const ContentItem& parent, const Code& concept) {
  const auto found = std::find_if(parent.children.begin(), parent.children.end(),
                                  [&](const ContentItem& child) { return child.concept && *child.concept == concept; });
  return found == parent.children.end() ? nullptr : &*found;
}

}  // namespace sonolist::dicom
