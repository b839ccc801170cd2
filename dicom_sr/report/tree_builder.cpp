#include "dicom_sr/report/tree_builder.h"

#include <dcmtk/dcmsr/dsrimgvl.h>
#include <dcmtk/dcmsr/dsrnumvl.h>
#include <dcmtk/dcmsr/dsrscovl.h>

#include "dicom_sr/codes/chinese_meanings.h"
#include "dicom_sr/error.h"
#include "dicom_sr/modules/decimal_string.h"
#include "dicom_sr/modules/value_check.h"

namespace sonolist::dicom {

namespace {

constexpr std::size_t kLongestText = 1UL << 20U;  // UT allows more; nothing we say comes near

DSRTypes::E_RelationshipType to_dcmtk(Relation relation) {
  switch (relation) {
    case Relation::kContains:
      return DSRTypes::RT_contains;
    case Relation::kHasObservationContext:
      return DSRTypes::RT_hasObsContext;
    case Relation::kHasAcquisitionContext:
      return DSRTypes::RT_hasAcqContext;
    case Relation::kHasConceptModifier:
      return DSRTypes::RT_hasConceptMod;
    case Relation::kInferredFrom:
      return DSRTypes::RT_inferredFrom;
    case Relation::kSelectedFrom:
      return DSRTypes::RT_selectedFrom;
  }
  return DSRTypes::RT_invalid;
}

void require_good(const OFCondition& condition, const std::string& name) {
  if (condition.bad()) throw DicomError(ErrorClass::kInternal, "SR item \"" + name + "\": " + condition.text());
}

void name_template(DSRContentItem& item, const std::string& template_id) {
  if (!template_id.empty()) require_good(item.setTemplateIdentification(template_id.c_str(), "DCMR"), template_id);
}

}  // namespace

TreeBuilder::TreeBuilder(DSRDocumentTree& tree, const Code& title, const std::string& template_id, Language language)
    : tree_(tree), language_(language) {
  tree_.clear();
  if (tree_.addContentItem(DSRTypes::RT_isRoot, DSRTypes::VT_Container) == 0)
    throw DicomError(ErrorClass::kInternal, "DCMTK refuses the root of the SR tree");
  name_item(tree_.getCurrentContentItem(), title);
  name_template(tree_.getCurrentContentItem(), template_id);
}

DSRCodedEntryValue TreeBuilder::entry(const std::string& name, const Code& code) const {
  require_code(name, code);
  const Code written = localised(code, language_);
  return {written.value.c_str(), written.scheme.c_str(), written.meaning.c_str()};
}

void TreeBuilder::name_item(DSRContentItem& item, const Code& concept) const {
  require_good(item.setConceptName(entry("concept name", concept)), concept.meaning);
}

DSRContentItem& TreeBuilder::append(Relation relation, DSRTypes::E_ValueType type, const std::string& name) {
  const auto mode = at_first_child_ ? DSRTypes::AM_belowCurrent : DSRTypes::AM_afterCurrent;
  if (tree_.addContentItem(to_dcmtk(relation), type, mode) == 0)
    throw DicomError(ErrorClass::kInternal, "SR item \"" + name + "\" is not allowed at its place in the tree");
  at_first_child_ = false;
  return tree_.getCurrentContentItem();
}

void TreeBuilder::container(const Code& concept, const std::string& template_id) {
  DSRContentItem& item = append(Relation::kContains, DSRTypes::VT_Container, concept.meaning);
  name_item(item, concept);
  name_template(item, template_id);
}

void TreeBuilder::text(Relation relation, const Code& concept, const std::string& value) {
  if (language_ == Language::kEnglish)
    require_free_text(concept.meaning, value, kLongestText);
  else
    require_unicode_text(concept.meaning, value, kLongestText);
  DSRContentItem& item = append(relation, DSRTypes::VT_Text, concept.meaning);
  name_item(item, concept);
  require_good(item.setStringValue(value.c_str()), concept.meaning);
}

void TreeBuilder::code(Relation relation, const Code& concept, const Code& value) {
  DSRContentItem& item = append(relation, DSRTypes::VT_Code, concept.meaning);
  name_item(item, concept);
  require_good(item.setCodeValue(entry(concept.meaning, value)), concept.meaning);
}

void TreeBuilder::uid(Relation relation, const Code& concept, const std::string& value) {
  require_uid(concept.meaning, value);
  DSRContentItem& item = append(relation, DSRTypes::VT_UIDRef, concept.meaning);
  name_item(item, concept);
  require_good(item.setStringValue(value.c_str()), concept.meaning);
}

void TreeBuilder::number(Relation relation, const Code& concept, double value, const Code& unit) {
  DSRContentItem& item = append(relation, DSRTypes::VT_Num, concept.meaning);
  name_item(item, concept);
  const DSRNumericMeasurementValue measured(decimal_string(concept.meaning, value).c_str(),
                                            entry(concept.meaning + " (unit)", unit));
  require_good(item.setNumericValue(measured), concept.meaning);
}

void TreeBuilder::missing_number(Relation relation, const Code& concept, const Code& qualifier) {
  DSRContentItem& item = append(relation, DSRTypes::VT_Num, concept.meaning);
  name_item(item, concept);
  require_good(item.setNumericValue(DSRNumericMeasurementValue(entry(concept.meaning + " (qualifier)", qualifier))),
               concept.meaning);
}

void TreeBuilder::image(Relation relation, const std::optional<Code>& concept, const ImageReference& reference) {
  const std::string name = concept ? concept->meaning : "image";
  DSRContentItem& item = append(relation, DSRTypes::VT_Image, name);
  if (concept) name_item(item, *concept);
  // Unchecked: the source's UID is written as it is, even one with leading zeros, else nothing would refer to the
  // source.
  DSRImageReferenceValue value(reference.sop_class_uid.c_str(), reference.sop_instance_uid.c_str(), OFFalse);
  if (reference.frame) value.getFrameList().addItem(*reference.frame);
  if (reference.segment) value.getSegmentList().addItem(static_cast<Uint16>(*reference.segment));
  require_good(item.setImageReference(value, OFFalse), name);
}

void TreeBuilder::polyline(Relation relation, const Code& concept, const std::vector<std::pair<float, float>>& points) {
  DSRContentItem& item = append(relation, DSRTypes::VT_SCoord, concept.meaning);
  name_item(item, concept);
  DSRSpatialCoordinatesValue value(DSRTypes::GT_Polyline);
  for (const auto& [column, row] : points) value.getGraphicDataList().addItem(column, row);
  require_good(item.setSpatialCoordinates(value), concept.meaning);
}

void TreeBuilder::below(const std::function<void()>& body) {
  at_first_child_ = true;
  body();
  // Nothing appended: the current item is still the parent.
  if (!at_first_child_) tree_.goUp();
  at_first_child_ = false;
}

}  // namespace sonolist::dicom
