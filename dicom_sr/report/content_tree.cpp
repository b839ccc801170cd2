#include "dicom_sr/report/content_tree.h"

#include <algorithm>

#include "dicom_sr/error.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/modules/coded_entry.h"

namespace sonolist::dicom {

namespace {

// TID 1500 needs 6; a file may claim any depth.
constexpr int kDeepest = 32;

const DcmTagKey kTextTags[] = {DCM_TextValue, DCM_UID, DCM_Date, DCM_Time, DCM_DateTime, DCM_PersonName};

void read_number(DcmItem& from, ContentItem& item) {
  item.qualifier = read_code(from, DCM_NumericValueQualifierCodeSequence);
  DcmItem* measured = nullptr;
  if (from.findAndGetSequenceItem(DCM_MeasuredValueSequence, measured).bad()) return;
  Float64 value = 0.0;
  if (measured->findAndGetFloat64(DCM_NumericValue, value).good()) item.number = value;
  item.unit = read_code(*measured, DCM_MeasurementUnitsCodeSequence);
}

void read_reference(DcmItem& from, ContentItem& item) {
  DcmItem* reference = nullptr;
  if (from.findAndGetSequenceItem(DCM_ReferencedSOPSequence, reference).bad()) return;
  item.sop_class_uid = get_value(*reference, DCM_ReferencedSOPClassUID);
  item.sop_instance_uid = get_value(*reference, DCM_ReferencedSOPInstanceUID);
  Sint32 frame = 0;
  if (reference->findAndGetSint32(DCM_ReferencedFrameNumber, frame).good()) item.frame = frame;
}

void read_coordinates(DcmItem& from, ContentItem& item) {
  const Float32* values = nullptr;
  unsigned long count = 0;
  if (from.findAndGetFloat32Array(DCM_GraphicData, values, &count).good())
    item.coordinates.assign(values, values + count);
}

ContentItem read_item(DcmItem& from, int depth) {
  if (depth > kDeepest) throw DicomError(ErrorClass::kInput, "Content Sequence (0040,A730) is nested too deeply");
  ContentItem item;
  item.relation = get_value(from, DCM_RelationshipType);
  item.value_type = get_value(from, DCM_ValueType);
  item.concept = read_code(from, DCM_ConceptNameCodeSequence);
  DcmItem* content_template = nullptr;
  if (from.findAndGetSequenceItem(DCM_ContentTemplateSequence, content_template).good())
    item.template_id = get_value(*content_template, DCM_TemplateIdentifier);
  for (const DcmTagKey& tag : kTextTags) {
    if (item.text.empty()) item.text = get_value(from, tag);
  }
  item.code = read_code(from, DCM_ConceptCodeSequence);
  read_number(from, item);
  read_reference(from, item);
  read_coordinates(from, item);

  DcmSequenceOfItems* children = nullptr;
  if (from.findAndGetSequence(DCM_ContentSequence, children).bad()) return item;
  for (unsigned long i = 0; i < children->card(); ++i)
    item.children.push_back(read_item(*children->getItem(i), depth + 1));
  return item;
}

}  // namespace

ContentItem read_content_tree(DcmItem& dataset) {
  if (!dataset.tagExists(DCM_ContentSequence))
    throw DicomError(ErrorClass::kInput, "Content Sequence (0040,A730) is missing: this is no structured report");
  return read_item(dataset, 1);
}

const ContentItem* find_child(const ContentItem& parent, const Code& concept) {
  const auto found = std::find_if(parent.children.begin(), parent.children.end(),
                                  [&](const ContentItem& child) { return child.concept && *child.concept == concept; });
  return found == parent.children.end() ? nullptr : &*found;
}

}  // namespace sonolist::dicom
