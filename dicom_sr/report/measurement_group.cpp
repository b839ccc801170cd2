#include "dicom_sr/report/measurement_group.h"

#include "dicom_sr/report/report_codes.h"

namespace sonolist::dicom {

namespace {

ImageReference source_reference(const SourceImages& sources, const MeasurementGroup& group) {
  const SourceImage& source = *sources[static_cast<std::size_t>(group.source_image)];
  ImageReference reference{source.sop_class_uid(), source.sop_instance_uid(), std::nullopt, std::nullopt};
  if (source.is_multi_frame()) reference.frame = group.source_frame + 1;
  return reference;
}

void append_number(TreeBuilder& tree, const Measurement& measurement) {
  if (measurement.value)
    tree.number(Relation::kContains, measurement.concept, *measurement.value, measurement.unit);
  else
    tree.missing_number(Relation::kContains, measurement.concept, *measurement.missing);
}

// TID 1410 rows 7 and 8.
void append_planar_references(TreeBuilder& tree, const SourceImages& sources, const ImageReference& segmentation,
                              const MeasurementGroup& group) {
  tree.image(Relation::kContains, code::kReferencedSegmentationFrame,
             {segmentation.sop_class_uid, segmentation.sop_instance_uid, group.segmentation_frame, std::nullopt});
  tree.image(Relation::kContains, code::kSourceImageForSegmentation, source_reference(sources, group));
}

// TID 1411 rows 7 and 12: the series, because a volume has as many source images as slices.
void append_volumetric_references(TreeBuilder& tree, const SourceImages& sources, const ImageReference& segmentation,
                                  const MeasurementGroup& group) {
  tree.image(Relation::kContains, code::kReferencedSegment,
             {segmentation.sop_class_uid, segmentation.sop_instance_uid, std::nullopt, group.segment_number});
  tree.uid(Relation::kContains, code::kSourceSeriesForSegmentation, sources.front()->series_instance_uid());
}

}  // namespace

void append_algorithm(TreeBuilder& tree, const std::string& name, const std::string& version) {
  tree.text(Relation::kHasConceptModifier, code::kAlgorithmName, name);
  tree.text(Relation::kHasConceptModifier, code::kAlgorithmVersion, version);
}

void append_finding_site(TreeBuilder& tree, const std::optional<Code>& site, const std::optional<Code>& laterality) {
  if (!site) return;
  tree.code(Relation::kHasConceptModifier, code::kFindingSite, *site);
  if (laterality) tree.below([&] { tree.code(Relation::kHasConceptModifier, code::kLaterality, *laterality); });
}

void append_contour(TreeBuilder& tree, std::vector<std::pair<float, float>> points, const ImageReference& image) {
  if (points.front() != points.back()) points.push_back(points.front());
  tree.polyline(Relation::kInferredFrom, code::kImageRegion, points);
  tree.below([&] { tree.image(Relation::kSelectedFrom, std::nullopt, image); });
}

namespace {

// Under the first number, for all of the group: a PACS reads a report several times, and each item costs.
void append_once(TreeBuilder& tree, const SourceImages& sources, const Algorithm& algorithm,
                 const MeasurementGroup& group) {
  const std::string settings = settings_text(algorithm);
  if (!settings.empty()) tree.text(Relation::kHasConceptModifier, code::kAlgorithmParameters, settings);
  append_contour(tree, group.contour, source_reference(sources, group));
}

}  // namespace

void append_measurement_group(TreeBuilder& tree, const SourceImages& sources, const ImageReference& segmentation,
                              const Algorithm& algorithm, const MeasurementGroup& group) {
  const bool planar = group.form == GroupForm::kPlanar;
  tree.container(code::kMeasurementGroup, planar ? "1410" : "1411");
  tree.below([&] {
    tree.text(Relation::kHasObservationContext, code::kTrackingIdentifier, group.tracking_id);
    tree.uid(Relation::kHasObservationContext, code::kTrackingUniqueIdentifier, group.tracking_uid);
    tree.code(Relation::kContains, code::kFinding, group.finding);
    if (planar)
      append_planar_references(tree, sources, segmentation, group);
    else
      append_volumetric_references(tree, sources, segmentation, group);
    tree.code(Relation::kHasConceptModifier, code::kMeasurementMethod, code::kSegmentation);
    append_finding_site(tree, group.finding_site, group.laterality);
    bool is_first = true;
    for (const Measurement& measurement : group.measurements) {
      append_number(tree, measurement);
      tree.below([&] {
        if (measurement.derivation)
          tree.code(Relation::kHasConceptModifier, code::kDerivation, *measurement.derivation);
        append_algorithm(tree, algorithm.model_name, algorithm.model_version);
        if (is_first) append_once(tree, sources, algorithm, group);
      });
      is_first = false;
    }
  });
}

}  // namespace sonolist::dicom
