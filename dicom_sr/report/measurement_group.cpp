#include "dicom_sr/report/measurement_group.h"

#include <dcmtk/dcmdata/dcuid.h>

#include "dicom_sr/report/report_codes.h"

namespace sonolist::dicom {

namespace {

ImageReference source_reference(const SourceImage& source, const MeasurementGroup& group) {
  ImageReference reference{source.sop_class_uid(), source.sop_instance_uid(), std::nullopt};
  if (source.is_multi_frame()) reference.frame = group.source_frame + 1;
  return reference;
}

void append_contour(TreeBuilder& tree, const SourceImage& source, const MeasurementGroup& group) {
  auto points = group.contour;
  if (points.front() != points.back()) points.push_back(points.front());
  tree.polyline(Relation::kInferredFrom, code::kImageRegion, points);
  tree.below([&] { tree.image(Relation::kSelectedFrom, std::nullopt, source_reference(source, group)); });
}

void append_number(TreeBuilder& tree, const Measurement& measurement) {
  if (measurement.value)
    tree.number(Relation::kContains, measurement.concept, *measurement.value, measurement.unit);
  else
    tree.missing_number(Relation::kContains, measurement.concept, *measurement.missing);
}

// TID 4019, and the derivation of TID 1419.
void append_modifiers(TreeBuilder& tree, const Measurement& measurement, const Algorithm& algorithm) {
  constexpr auto kModifier = Relation::kHasConceptModifier;
  if (measurement.derivation) tree.code(kModifier, code::kDerivation, *measurement.derivation);
  tree.text(kModifier, code::kAlgorithmName, algorithm.model_name);
  tree.text(kModifier, code::kAlgorithmVersion, algorithm.model_version);
}

}  // namespace

void append_measurement_group(TreeBuilder& tree, const SourceImage& source, const std::string& segmentation_uid,
                              const Algorithm& algorithm, const MeasurementGroup& group) {
  tree.container(code::kMeasurementGroup, "1410");
  tree.below([&] {
    tree.text(Relation::kHasObservationContext, code::kTrackingIdentifier, group.tracking_id);
    tree.uid(Relation::kHasObservationContext, code::kTrackingUniqueIdentifier, group.tracking_uid);
    tree.code(Relation::kContains, code::kFinding, group.finding);
    // Never the segment number beside the frame number: DCMTK writes only one, and dciodvfy refuses both.
    tree.image(Relation::kContains, code::kReferencedSegmentationFrame,
               {UID_SegmentationStorage, segmentation_uid, group.segmentation_frame});
    tree.image(Relation::kContains, code::kSourceImageForSegmentation, source_reference(source, group));
    if (group.finding_site) tree.code(Relation::kHasConceptModifier, code::kFindingSite, *group.finding_site);
    bool carries_contour = true;
    for (const Measurement& measurement : group.measurements) {
      append_number(tree, measurement);
      tree.below([&] {
        append_modifiers(tree, measurement, algorithm);
        if (carries_contour) append_contour(tree, source, group);
      });
      carries_contour = false;
    }
  });
}

}  // namespace sonolist::dicom
