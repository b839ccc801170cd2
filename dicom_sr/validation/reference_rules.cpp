#include "dicom_sr/validation/reference_rules.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace sonolist::dicom {

namespace {

using Objects = std::map<std::string, const ObjectFacts*>;  // by SOP Instance UID

const ObjectFacts* find(const Objects& objects, const std::string& uid) {
  const auto found = objects.find(uid);
  return found != objects.end() ? found->second : nullptr;
}

const SegmentFacts* find_segment(const ObjectFacts& segmentation, int number) {
  const auto found = std::find_if(segmentation.segments.begin(), segmentation.segments.end(),
                                  [number](const SegmentFacts& segment) { return segment.number == number; });
  return found != segmentation.segments.end() ? &*found : nullptr;
}

// The rules over one object that refers to others.
class ReferenceCheck {
 public:
  ReferenceCheck(const ObjectFacts& object, const Objects& objects, Findings& findings)
      : object_(object), objects_(objects), findings_(findings) {}

  void check_segmentation() {
    check_listed(object_.referenced_instances, "ReferencedSeriesSequence (0008,1115)");
    std::set<std::string> judged;
    for (const SegmentationFrameFacts& frame : object_.segmentation_frames) {
      const ObjectFacts* source = find(objects_, frame.source_sop_instance_uid);
      if (source == nullptr) continue;
      check_frame(*source, frame.source_frame);
      if (!judged.insert(frame.source_sop_instance_uid).second) continue;
      if (source->rows != object_.rows || source->cols != object_.cols)
        add("references", "Rows (0028,0010)", "or Columns are not those of the source " + source->name);
    }
  }

  void check_report() {
    check_listed(object_.report->evidence, "CurrentRequestedProcedureEvidenceSequence (0040,a375)");
    for (const ReadMeasurementGroup& group : object_.report->groups) {
      if (const ObjectFacts* source = find(objects_, group.source_sop_instance_uid))
        check_frame(*source, group.source_frame);
      for (const ReadContour& contour : group.contours) {
        if (const ObjectFacts* image = find(objects_, contour.sop_instance_uid)) check_frame(*image, contour.frame);
      }
      if (const ObjectFacts* segmentation = find(objects_, group.segmentation_uid)) check_group(group, *segmentation);
      for (const ReadImageReference& image : group.other_images) {
        if (const ObjectFacts* target = find(objects_, image.sop_instance_uid)) check_other(image, *target);
      }
    }
  }

 private:
  void add(const char* rule, const std::string& attribute, const std::string& sentence) {
    findings_.push_back({object_.name, rule, attribute, sentence});
  }

  void check_listed(const std::vector<ReadEvidence>& listed, const char* attribute) {
    for (const ReadEvidence& reference : listed) {
      const ObjectFacts* target = find(objects_, reference.sop_instance_uid);
      if (target == nullptr) continue;
      if (reference.sop_class_uid != target->sop_class_uid)
        add("references", attribute, "says another SOP class of " + target->name + " than it has");
      if (reference.series_instance_uid != target->series_instance_uid)
        add("references", attribute, "says another series of " + target->name + " than it is of");
      if (!reference.study_instance_uid.empty() && reference.study_instance_uid != target->study_instance_uid)
        add("references", attribute, "says another study of " + target->name + " than it is of");
    }
  }

  void check_frame(const ObjectFacts& target, const std::optional<int>& frame) {
    if (frame && (*frame < 1 || *frame > target.frames))
      add("references", "ReferencedFrameNumber (0008,1160)",
          "is " + std::to_string(*frame) + ", " + target.name + " has " + std::to_string(target.frames) + " frame(s)");
  }

  void check_group(const ReadMeasurementGroup& group, const ObjectFacts& segmentation) {
    std::optional<int> number = group.segment_number;
    if (group.segmentation_frame) {
      const auto frames = static_cast<int>(segmentation.segmentation_frames.size());
      if (*group.segmentation_frame < 1 || *group.segmentation_frame > frames) {
        check_frame(segmentation, group.segmentation_frame);
        return;
      }
      number = segmentation.segmentation_frames[static_cast<std::size_t>(*group.segmentation_frame - 1)].segment_number;
    }
    if (!number) return;
    const SegmentFacts* segment = find_segment(segmentation, *number);
    if (segment == nullptr)
      refuse_segment(*number, segmentation);
    else if (segment->tracking_uid != group.tracking_uid && !segment->tracking_uid.empty())
      add("tracking", "Tracking Unique Identifier (112040,DCM)",
          "of a group is not that of segment " + std::to_string(*number) + " of " + segmentation.name);
  }

  // No tracking: the segment of another observer has a tracking of its own.
  void check_other(const ReadImageReference& image, const ObjectFacts& target) {
    check_frame(target, image.frame);
    if (image.segment && find_segment(target, *image.segment) == nullptr) refuse_segment(*image.segment, target);
  }

  void refuse_segment(int number, const ObjectFacts& segmentation) {
    add("references", "ReferencedSegmentNumber (0062,000b)",
        "is " + std::to_string(number) + ", which " + segmentation.name + " does not have");
  }

  const ObjectFacts& object_;
  const Objects& objects_;
  Findings& findings_;
};

}  // namespace

void check_references(const std::vector<ObjectFacts>& objects, Findings& findings) {
  Objects by_uid;
  for (const ObjectFacts& object : objects) by_uid.emplace(object.sop_instance_uid, &object);
  for (const ObjectFacts& object : objects) {
    ReferenceCheck check(object, by_uid, findings);
    if (object.modality == "SEG") check.check_segmentation();
    if (object.report) check.check_report();
  }
}

}  // namespace sonolist::dicom
