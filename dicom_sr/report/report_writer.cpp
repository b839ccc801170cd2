#include "dicom_sr/report/report_writer.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/report/image_library.h"
#include "dicom_sr/report/measurement_group.h"
#include "dicom_sr/report/observation_context.h"
#include "dicom_sr/report/report_check.h"
#include "dicom_sr/report/report_codes.h"
#include "dicom_sr/report/report_document.h"
#include "dicom_sr/report/sentences.h"

namespace sonolist::dicom {

namespace {

std::string group_name(const SourceImages& sources, const MeasurementGroup& group, Language language) {
  std::string name = group.tracking_id;
  if (group.form == GroupForm::kVolumetric) return name;
  if (sources.size() > 1) name = name_on_image(name, group.source_image + 1, language);
  const SourceImage& source = *sources[static_cast<std::size_t>(group.source_image)];
  if (source.is_multi_frame()) name = name_on_frame(name, group.source_frame + 1, language);
  return name;
}

// Always there: TID 1500 wants measurements or evaluations, and what the network did not find is a result too.
void append_evaluations(TreeBuilder& tree, const SourceImages& sources, const ReportContent& content) {
  tree.container(code::kQualitativeEvaluations);
  tree.below([&] {
    tree.code(Relation::kContains, code::kSegmentationResult,
              content.groups.empty() ? code::kNoStructureFound : code::kStructuresFound);
    for (const Code& structure : content.structures_not_found)
      tree.code(Relation::kContains, code::kStructureNotFound, structure);
    for (const auto& [concept, text] : content.image_texts) tree.text(Relation::kContains, concept, text);
    for (const MeasurementGroup& group : content.groups) {
      for (const auto& [concept, text] : group.texts)
        tree.text(Relation::kContains, concept, group_name(sources, group, content.language) + ": " + text);
    }
    tree.text(Relation::kContains, code::kIntendedUse, research_sentence(content.language));
    if (content.algorithm.simulated)
      tree.text(Relation::kContains, code::kTrainingData, simulated_training_sentence(content.language));
  });
}

ImageReference reference_to(DcmDataset& segmentation) {
  return {get_value(segmentation, DCM_SOPClassUID), get_value(segmentation, DCM_SOPInstanceUID), std::nullopt,
          std::nullopt};
}

void build_tree(TreeBuilder& tree, const SourceImages& sources, const std::vector<DcmDataset*>& segmentations,
                const ReportContent& content) {
  append_observation_context(tree, content.algorithm);
  append_image_library(tree, sources);
  if (!content.groups.empty()) {
    tree.container(code::kImagingMeasurements);
    tree.below([&] {
      for (const MeasurementGroup& group : content.groups) {
        DcmDataset& segmentation = *segmentations[static_cast<std::size_t>(group.segmentation)];
        append_measurement_group(tree, sources, reference_to(segmentation), content.algorithm, group);
      }
    });
  }
  append_evaluations(tree, sources, content);
}

}  // namespace

std::unique_ptr<DcmDataset> make_series_report(const SourceImages& sources,
                                               const std::vector<DcmDataset*>& segmentations,
                                               const ReportContent& content) {
  require_one_patient_and_series(sources);
  require_report_content(sources, segmentations, content);
  const ReportIdentity identity{content.sop_instance_uid, content.series_instance_uid,
                                content.series_number,    series_description(content.algorithm, "SR"),
                                content.content_date,     content.content_time};
  return make_report_document(sources, segmentations, identity, content.algorithm, content.language,
                              [&](TreeBuilder& tree) { build_tree(tree, sources, segmentations, content); });
}

std::unique_ptr<DcmDataset> make_report(const SourceImages& sources, DcmDataset* segmentation,
                                        const ReportContent& content) {
  require_one_series(sources);
  std::vector<DcmDataset*> segmentations;
  if (segmentation != nullptr) segmentations.push_back(segmentation);
  return make_series_report(sources, segmentations, content);
}

std::unique_ptr<DcmDataset> make_report(const SourceImage& source, DcmDataset* segmentation,
                                        const ReportContent& content) {
  return make_report(SourceImages{&source}, segmentation, content);
}

}  // namespace sonolist::dicom
