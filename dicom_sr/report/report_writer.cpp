#include "dicom_sr/report/report_writer.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmsr/dsrdoc.h>

#include "dicom_sr/error.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/modules/coding_schemes.h"
#include "dicom_sr/modules/result_modules.h"
#include "dicom_sr/report/image_library.h"
#include "dicom_sr/report/measurement_group.h"
#include "dicom_sr/report/observation_context.h"
#include "dicom_sr/report/report_check.h"
#include "dicom_sr/report/report_codes.h"

namespace sonolist::dicom {

namespace {

void require_step(const OFCondition& condition, const std::string& step) {
  if (condition.bad()) throw DicomError(ErrorClass::kInternal, "SR " + step + ": " + condition.text());
}

std::string group_name(const SourceImage& source, const MeasurementGroup& group) {
  if (!source.is_multi_frame()) return group.tracking_id;
  return group.tracking_id + ", frame " + std::to_string(group.source_frame + 1);
}

// Always there: TID 1500 wants measurements or evaluations, and what the network did not find is a result too.
void append_evaluations(TreeBuilder& tree, const SourceImage& source, const ReportContent& content) {
  tree.container(code::kQualitativeEvaluations);
  tree.below([&] {
    tree.code(Relation::kContains, code::kSegmentationResult,
              content.groups.empty() ? code::kNoStructureFound : code::kStructuresFound);
    for (const std::string& label : content.structures_not_found)
      tree.text(Relation::kContains, code::kStructureNotFound, label);
    for (const auto& [concept, text] : content.image_texts) tree.text(Relation::kContains, concept, text);
    for (const MeasurementGroup& group : content.groups) {
      for (const auto& [concept, text] : group.texts)
        tree.text(Relation::kContains, concept, group_name(source, group) + ": " + text);
    }
    tree.text(Relation::kContains, code::kIntendedUse, "Research use only. Not for diagnosis or treatment.");
    if (content.algorithm.simulated)
      tree.text(Relation::kContains, code::kTrainingData, "The network was trained on SIMULATED images.");
  });
}

void build_tree(DSRDocumentTree& document_tree, const SourceImage& source, DcmDataset* segmentation,
                const ReportContent& content) {
  TreeBuilder tree(document_tree, code::kImagingMeasurementReport, "1500");
  append_observation_context(tree, content.algorithm);
  append_image_library(tree, source);
  if (!content.groups.empty()) {
    const std::string segmentation_uid = get_value(*segmentation, DCM_SOPInstanceUID);
    tree.container(code::kImagingMeasurements);
    tree.below([&] {
      for (const MeasurementGroup& group : content.groups)
        append_measurement_group(tree, source, segmentation_uid, content.algorithm, group);
    });
  }
  append_evaluations(tree, source, content);
}

void enter_evidence(DSRDocument& document, const SourceImage& source, DcmDataset* segmentation) {
  auto& evidence = document.getCurrentRequestedProcedureEvidence();
  // The source is referred to as it calls itself, even by a UID with leading zeros.
  require_step(evidence.addItem(source.dataset(), OFFalse), "evidence (source image)");
  if (segmentation != nullptr) require_step(evidence.addItem(*segmentation, OFFalse), "evidence (segmentation)");
}

}  // namespace

std::unique_ptr<DcmDataset> make_report(const SourceImage& source, DcmDataset* segmentation,
                                        const ReportContent& content) {
  const ResultIdentity identity{UID_Comprehensive3DSRStorage, "SR",
                                content.sop_instance_uid,     content.series_instance_uid,
                                content.series_number,        series_description(content.algorithm, "SR"),
                                content.content_date,         content.content_time};
  require_report_content(source, segmentation, content);
  require_identity(identity);

  DSRDocument document(DSRTypes::DT_Comprehensive3DSR);
  build_tree(document.getTree(), source, segmentation, content);
  enter_evidence(document, source, segmentation);
  require_step(document.setPreliminaryFlag(DSRTypes::PF_Preliminary), "preliminary flag");
  require_step(document.completeDocument(), "completion");
  auto dataset = std::make_unique<DcmDataset>();
  require_step(document.write(*dataset), "writing");
  // dcmsr filled the header with its own UIDs, dates and character set.
  write_result_modules(source.dataset(), *dataset, identity, content.algorithm);
  declare_private_coding_schemes(*dataset);
  return dataset;
}

}  // namespace sonolist::dicom
