#include "dicom_sr/report/agreement_report.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <cmath>

#include "dicom_sr/error.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/modules/utf8_conversion.h"
#include "dicom_sr/report/image_library.h"
#include "dicom_sr/report/measurement_group.h"
#include "dicom_sr/report/observation_context.h"
#include "dicom_sr/report/report_codes.h"
#include "dicom_sr/report/report_document.h"
#include "dicom_sr/report/sentences.h"
#include "dicom_sr/uid/deterministic_uid.h"

namespace sonolist::dicom {

namespace {

constexpr const char* kComparisonName = "Sonolist overlap";

void require_same(DcmDataset& segmentation, DcmDataset& source, const DcmTagKey& tag, const std::string& whose) {
  // Another vendor may write the same name in another character set.
  if (Utf8Reader(segmentation).text(segmentation, tag) != Utf8Reader(source).text(source, tag))
    throw DicomError(ErrorClass::kInput, std::string(DcmTag(tag).getTagName()) + " of " + whose +
                                             " segmentation is not that of the image: they must not be compared");
}

void require_segmentation(DcmDataset& segmentation, const SourceImages& sources, const std::string& whose) {
  if (get_value(segmentation, DCM_Modality) != "SEG" || !segmentation.tagExists(DCM_SegmentSequence))
    throw DicomError(ErrorClass::kInput, whose + " segmentation is no DICOM Segmentation");
  for (const DcmTagKey& tag : {DCM_PatientID, DCM_StudyInstanceUID})
    require_same(segmentation, sources.front()->dataset(), tag, whose);
}

// More decimals would promise a precision that pixels do not have.
double to_four_decimals(double value) {
  return std::round(value * 1e4) / 1e4;
}

ImageReference segment_of(DcmDataset& segmentation, int number) {
  return {get_value(segmentation, DCM_SOPClassUID), get_value(segmentation, DCM_SOPInstanceUID), std::nullopt, number};
}

ImageReference frame_reference(const SourceImages& sources, const SourceFrame& frame) {
  const auto found = std::find_if(sources.begin(), sources.end(),
                                  [&](const SourceImage* source) { return source->sop_instance_uid() == frame.first; });
  if (found == sources.end())
    throw DicomError(ErrorClass::kInternal, "agreement: the largest frame is of no source image");
  ImageReference reference{(*found)->sop_class_uid(), frame.first, std::nullopt, std::nullopt};
  if ((*found)->is_multi_frame()) reference.frame = frame.second + 1;
  return reference;
}

std::vector<std::pair<float, float>> corners(const PixelBox& box) {
  const auto left = static_cast<float>(box.col_begin);
  const auto right = static_cast<float>(box.col_end);
  const auto top = static_cast<float>(box.row_begin);
  const auto bottom = static_cast<float>(box.row_end);
  return {{left, top}, {right, top}, {right, bottom}, {left, bottom}};
}

// One group being written.
class GroupWriter {
 public:
  GroupWriter(TreeBuilder& tree, const SourceImages& sources, const AgreementContent& content)
      : tree_(tree), sources_(sources), content_(content) {}

  void append(const StructureAgreement& structure, DcmDataset& ours, DcmDataset& reference) {
    tree_.container(code::kMeasurementGroup, "1501");
    tree_.below([&] {
      append_identity(structure);
      append_numbers(structure);
      if (structure.our_segment)
        tree_.image(Relation::kContains, code::kAiSegment, segment_of(ours, *structure.our_segment));
      if (structure.reference_segment)
        tree_.image(Relation::kContains, code::kReferenceSegment, segment_of(reference, *structure.reference_segment));
    });
  }

 private:
  void append_identity(const StructureAgreement& structure) {
    const std::string name = structure.type.value + "|" + structure.type.scheme +
                             (structure.laterality ? "|" + structure.laterality->value : std::string());
    const bool tracked = !structure.tracking_id.empty() && !structure.tracking_uid.empty();
    tree_.text(Relation::kHasObservationContext, code::kTrackingIdentifier, tracked ? structure.tracking_id : name);
    tree_.uid(
        Relation::kHasObservationContext, code::kTrackingUniqueIdentifier,
        tracked ? structure.tracking_uid : deterministic_uid("agreement|" + content_.sop_instance_uid + "|" + name));
    tree_.code(Relation::kContains, code::kFinding, structure.type);
    tree_.code(Relation::kHasConceptModifier, code::kMeasurementMethod, code::kAgreement);
    // The structure is its own site: TID 1501 has no other row for its side.
    if (structure.laterality) append_finding_site(tree_, structure.type, structure.laterality);
  }

  void append_numbers(const StructureAgreement& structure) {
    const Overlap& overlap = structure.overlap;
    tree_.number(Relation::kContains, code::kDice, to_four_decimals(overlap.dice), code::kNoUnits);
    tree_.below([&] {
      append_algorithm(tree_, kComparisonName, SONOLIST_VERSION);
      append_contour(tree_, corners(structure.region), frame_reference(sources_, structure.largest_frame));
    });
    append_number(code::kIntersectionOverUnion, overlap.iou, code::kNoUnits);
    if (overlap.hausdorff_95)
      append_number(code::kHausdorff95, *overlap.hausdorff_95,
                    content_.agreement.is_calibrated ? code::kMillimetre : code::kPixels);
    append_number(code::kAiPixels, static_cast<double>(overlap.pixels_a), code::kPixels);
    append_number(code::kReferencePixels, static_cast<double>(overlap.pixels_b), code::kPixels);
  }

  void append_number(const Code& concept, double value, const Code& unit) {
    tree_.number(Relation::kContains, concept, to_four_decimals(value), unit);
    tree_.below([&] { append_algorithm(tree_, kComparisonName, SONOLIST_VERSION); });
  }

  TreeBuilder& tree_;
  const SourceImages& sources_;
  const AgreementContent& content_;
};

void append_remarks(TreeBuilder& tree, const AgreementContent& content) {
  tree.container(code::kQualitativeEvaluations);
  tree.below([&] {
    for (const StructureAgreement& structure : content.agreement.structures) {
      if (structure.found_in == FoundIn::kOnlyOurs) tree.code(Relation::kContains, code::kOnlyInAi, structure.type);
      if (structure.found_in == FoundIn::kOnlyReference)
        tree.code(Relation::kContains, code::kOnlyInReference, structure.type);
    }
    tree.text(Relation::kContains, code::kAgreement,
              agreement_sentence(content.agreement.is_calibrated, content.language));
    tree.text(Relation::kContains, code::kIntendedUse, research_sentence(content.language));
    if (content.algorithm.simulated)
      tree.text(Relation::kContains, code::kTrainingData, simulated_training_sentence(content.language));
  });
}

}  // namespace

std::unique_ptr<DcmDataset> make_agreement_report(const SourceImages& sources, DcmDataset& ours, DcmDataset& reference,
                                                  const AgreementContent& content) {
  require_one_series(sources);
  require_algorithm(content.algorithm);
  require_segmentation(ours, sources, "our");
  require_segmentation(reference, sources, "the person's");
  const ReportIdentity identity{content.sop_instance_uid, content.series_instance_uid,
                                content.series_number,    series_description(content.algorithm, "agreement"),
                                content.content_date,     content.content_time};
  return make_report_document(sources, {&ours, &reference}, identity, content.algorithm, content.language,
                              [&](TreeBuilder& tree) {
                                append_observation_context(tree, content.algorithm);
                                append_image_library(tree, sources);
                                if (!content.agreement.structures.empty()) {
                                  tree.container(code::kImagingMeasurements);
                                  tree.below([&] {
                                    GroupWriter writer(tree, sources, content);
                                    for (const StructureAgreement& structure : content.agreement.structures)
                                      writer.append(structure, ours, reference);
                                  });
                                }
                                append_remarks(tree, content);
                              });
}

}  // namespace sonolist::dicom
