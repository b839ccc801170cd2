#include "plugin/intake/series_step.h"

#include <gtest/gtest.h>

#include "dicom_sr/workitem/processing_task.h"
#include "dicom_sr/workitem/tags.h"
#include "plugin/intake/workitem_factory.h"
#include "plugin/tests/samples.h"
#include "plugin/worklist/step_changes.h"

namespace sonolist::plugin {
namespace {

namespace tag = dicom::tag;

const TimePoint kNow = FakeTime().now();

Rule series_rule() {
  Rule rule;
  rule.name = "sweep";
  rule.model = "m";
  rule.groups_series = true;
  rule.quiet = std::chrono::seconds(20);
  return rule;
}

ImageAttributes image(const std::string& sop_uid) {
  ImageAttributes attributes;
  attributes.set("SOPInstanceUID", sop_uid);
  attributes.set("SOPClassUID", "1.2.840.10008.5.1.4.1.1.6.1");
  attributes.set("StudyInstanceUID", "1.7");
  attributes.set("SeriesInstanceUID", "1.8");
  return attributes;
}

ImageRecord record_of(const std::string& sop_uid, const Workitem* latest, TimePoint now = kNow) {
  ImageRecord record;
  add_series_step(record, latest, image(sop_uid), series_rule(), "/dicom-web/", now);
  return record;
}

std::vector<std::string> inputs_of(const Workitem& workitem) {
  std::vector<std::string> uids;
  for (const dicom::InputSeries& series : dicom::from_workitem(workitem.item.to_json()).inputs) {
    for (const dicom::InstanceReference& instance : series.instances) uids.push_back(instance.sop_instance_uid);
  }
  return uids;
}

std::string readiness(const Workitem& workitem) {
  return dicom::get_string(workitem.item, tag::kInputReadinessState).value_or("");
}

TEST(SeriesStep, TheFirstImageMakesAnIncompleteStep) {
  const ImageRecord record = record_of("1.2.1", nullptr);
  ASSERT_EQ(record.workitems.size(), 1U);
  const Workitem& step = record.workitems[0];
  EXPECT_EQ(readiness(step), "INCOMPLETE");
  EXPECT_EQ(step.quiet_at, kNow + std::chrono::seconds(20));
  EXPECT_EQ(step.wake_up(), step.quiet_at);
  EXPECT_EQ(step.series_key, series_key("1.8", series_rule()));
  EXPECT_EQ(inputs_of(step), (std::vector<std::string>{"1.2.1"}));
}

TEST(SeriesStep, TheNextImageJoinsAndTheQuietTimeBeginsAnew) {
  const Workitem first = record_of("1.2.1", nullptr).workitems[0];
  const TimePoint later = kNow + std::chrono::seconds(15);
  const ImageRecord record = record_of("1.2.2", &first, later);
  EXPECT_TRUE(record.workitems.empty());
  ASSERT_EQ(record.series_changes.size(), 1U);
  const Workitem& after = record.series_changes[0].change.after;
  EXPECT_EQ(inputs_of(after), (std::vector<std::string>{"1.2.1", "1.2.2"}));
  EXPECT_EQ(after.quiet_at, later + std::chrono::seconds(20));
  EXPECT_TRUE(record.series_changes[0].change.events.empty()) << "neither state nor readiness changed";
}

TEST(SeriesStep, AnImageThatIsAnInputAlreadyChangesNothing) {
  const Workitem first = record_of("1.2.1", nullptr).workitems[0];
  const ImageRecord record = record_of("1.2.1", &first);
  EXPECT_TRUE(record.workitems.empty());
  EXPECT_TRUE(record.series_changes.empty());
}

TEST(SeriesStep, ALateImageMakesAReadyStepIncompleteAgain) {
  const Workitem first = record_of("1.2.1", nullptr).workitems[0];
  const Workitem ready = become_ready(first, kNow).after;
  EXPECT_EQ(readiness(ready), "READY");
  EXPECT_FALSE(ready.wake_up());
  const ImageRecord record = record_of("1.2.2", &ready);
  ASSERT_EQ(record.series_changes.size(), 1U);
  EXPECT_EQ(readiness(record.series_changes[0].change.after), "INCOMPLETE");
  EXPECT_EQ(record.series_changes[0].change.events.size(), 1U);
}

TEST(SeriesStep, AnImageAfterTheClaimReopensTheSeries) {
  const Workitem ready = become_ready(record_of("1.2.1", nullptr).workitems[0], kNow).after;
  const Workitem claimed = claim(ready, "hash", kNow, kNow).after;
  const Workitem completed = complete(claimed, kNow).after;
  for (const Workitem& before : {claimed, completed}) {
    const ImageRecord record = record_of("1.2.2", &before);
    ASSERT_EQ(record.workitems.size(), 1U);
    const Workitem& reopened = record.workitems[0];
    EXPECT_NE(reopened.uid(), before.uid());
    EXPECT_EQ(reopened.replaces_uid(), before.uid());
    EXPECT_EQ(reopened.series_key, before.series_key);
    EXPECT_EQ(reopened.state, StepState::kScheduled);
    EXPECT_EQ(readiness(reopened), "INCOMPLETE");
    EXPECT_EQ(inputs_of(reopened), (std::vector<std::string>{"1.2.1", "1.2.2"}));
  }
}

TEST(SeriesStep, SurvivesAClientThatEmptiedItsInputs) {
  Workitem first = record_of("1.2.1", nullptr).workitems[0];
  dicom::set_empty(first.item, tag::kInputInformationSequence, "SQ");
  const ImageRecord record = record_of("1.2.2", &first);
  ASSERT_EQ(record.series_changes.size(), 1U);
  EXPECT_EQ(inputs_of(record.series_changes[0].change.after), (std::vector<std::string>{"1.2.2"}));
}

}  // namespace
}  // namespace sonolist::plugin
