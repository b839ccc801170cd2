#include "dicom_sr/workitem/processing_task.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdatset.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>

#include "dicom_sr/codes/concepts.h"
#include "dicom_sr/error.h"
#include "dicom_sr/workitem/content_item.h"
#include "dicom_sr/workitem/tags.h"

namespace sonolist::dicom {
namespace {

using ::testing::HasSubstr;

ProcessingTask example() {
  ProcessingTask task;
  task.workitem_uid = "2.25.1";
  task.model = "anterior-sciatic";
  task.model_version = "0.1.0";
  task.attempt = 2;
  task.priority = "HIGH";
  task.worklist_label = "Sonolist";
  task.label = "US segmentation: anterior-sciatic";
  task.start_date_time = "20250102030405.000000+0000";
  task.study_instance_uid = "1.2.3";
  task.inputs = {{"1.2.3.4",
                  "http://host/dicom-web/studies/1.2.3/series/1.2.3.4",
                  {{"1.2.840.10008.5.1.4.1.1.6.1", "1.2.3.4.5"}, {"1.2.840.10008.5.1.4.1.1.3.1", "1.2.3.4.6"}}},
                 {"1.2.3.7",
                  "http://host/dicom-web/studies/1.2.3/series/1.2.3.7",
                  {{"1.2.840.10008.5.1.4.1.1.66.4", "1.2.3.7.1"}}}};
  task.patient_name = "Zhang^San=\xE5\xBC\xA0^\xE4\xB8\x89";
  task.patient_id = "P1";
  task.issuer_of_patient_id = "Hospital";
  task.patient_birth_date = "19700101";
  task.patient_sex = "M";
  task.accession_number = "A1";
  task.outputs = {{"Language", "zh"}, {"SegmentationType", "LABELMAP"}};
  task.replaced_workitem_uid = "2.25.0";
  task.storage_url = "https://archive/dicom-web";
  return task;
}

std::string refusal(const Json& workitem) {
  try {
    from_workitem(workitem);
  } catch (const DicomError& error) {
    EXPECT_EQ(error.error_class(), ErrorClass::kInput);
    return error.what();
  }
  return "";
}

// The create column of PS3.4 table CC.2.5-3.
TEST(ToWorkitem, HoldsEveryAttributeThatCreateDemands) {
  for (const ProcessingTask& task : {example(), [] {
                                       ProcessingTask bare = example();
                                       bare.patient_name = bare.patient_id = bare.issuer_of_patient_id = "";
                                       bare.patient_birth_date = bare.patient_sex = bare.accession_number = "";
                                       bare.replaced_workitem_uid = bare.model_version = bare.worklist_label = "";
                                       return bare;
                                     }()}) {
    const Json workitem = to_workitem(task);
    for (const char* with_value :
         {"00741200", "00741204", "00404005", "00404041", "00741000", "00080016", "00080018"}) {
      EXPECT_TRUE(has_value(workitem, with_value)) << with_value;
    }
    for (const char* present :
         {"00081195", "00741210", "00404025", "00404026", "00404027", "00404018", "00400400", "00404021",
          "00100010", "00100021", "00100024", "00101002", "00100030", "00100040", "00380010", "00380014",
          "00081080", "00081084", "0040A370", "00741002", "00741216", "00741202"}) {
      EXPECT_TRUE(has_attribute(workitem, present)) << present;
    }
    for (const char* empty : {"00081195", "00741002", "00741216"}) EXPECT_FALSE(has_value(workitem, empty)) << empty;
    // Conditional ones are absent or have a value.
    for (const char* conditional : {"00100020", "0020000D", "00741224"}) {
      EXPECT_EQ(has_attribute(workitem, conditional), has_value(workitem, conditional)) << conditional;
    }
    EXPECT_EQ(get_string(workitem, "00741000"), "SCHEDULED");
    EXPECT_EQ(get_string(workitem, "00404041"), "READY");
  }
}

TEST(ToWorkitem, RequestItemHoldsItsTypeTwoAttributes) {
  const std::vector<Json> requests = get_items(to_workitem(example()), tag::kReferencedRequestSequence);
  ASSERT_EQ(requests.size(), 1U);
  for (const char* present :
       {"0020000D", "00080050", "00080051", "00400026", "00400027", "00401001", "00321060", "00321064"}) {
    EXPECT_TRUE(has_attribute(requests.front(), present)) << present;
  }
}

TEST(ToWorkitem, SurvivesTheWayThroughADataSet) {
  const Json workitem = to_workitem(example());
  EXPECT_EQ(to_json(*from_json(workitem)), workitem);
}

TEST(FromWorkitem, ReadsWhatToWorkitemWrites) {
  const ProcessingTask read = from_workitem(to_workitem(example()));
  const ProcessingTask task = example();
  EXPECT_EQ(to_workitem(read), to_workitem(task));
  EXPECT_EQ(read.patient_name, task.patient_name);
  EXPECT_EQ(read.attempt, 2);
  EXPECT_EQ(read.model_version, "0.1.0");
  ASSERT_EQ(read.inputs.size(), 2U);
  EXPECT_EQ(read.inputs[0].series_instance_uid, "1.2.3.4");
  ASSERT_EQ(read.inputs[0].instances.size(), 2U);
  EXPECT_EQ(read.inputs[0].instances[1].sop_instance_uid, "1.2.3.4.6");
  EXPECT_EQ(read.inputs[1].retrieve_url, task.inputs[1].retrieve_url);
  EXPECT_EQ(read.replaced_workitem_uid, "2.25.0");
  EXPECT_EQ(read.outputs, task.outputs);
  EXPECT_EQ(read.storage_url, "https://archive/dicom-web");
}

TEST(FromWorkitem, AcceptsAForeignWorkitemWithAModel) {
  Json foreign = to_workitem(example());
  set_items(foreign, tag::kScheduledProcessingParametersSequence, {text_item(code::kModel, "anterior-sciatic")});
  for (const char* absent : {"00741202", "00741204", "00741200", "00080005", "0040A370", "00741224", "00100010"}) {
    foreign.erase(absent);
  }
  const ProcessingTask task = from_workitem(foreign);
  EXPECT_EQ(task.model, "anterior-sciatic");
  EXPECT_EQ(task.model_version, "");
  EXPECT_EQ(task.attempt, 1);
  EXPECT_EQ(task.priority, "MEDIUM");
  EXPECT_EQ(task.patient_name, "");
}

TEST(FromWorkitem, RefusalsNameTheAttribute) {
  const auto without = [](const char* key) {
    Json workitem = to_workitem(example());
    workitem.erase(key);
    return workitem;
  };
  EXPECT_THAT(refusal(without("00080018")), HasSubstr("00080018"));
  EXPECT_THAT(refusal(without("00741210")), HasSubstr("MODEL"));
  EXPECT_THAT(refusal(without("00404021")), HasSubstr("00404021"));
  EXPECT_THAT(refusal(Json::array()), HasSubstr("00080018"));

  Json workitem = to_workitem(example());
  Json& input = workitem["00404021"]["Value"][0];
  const Json original = input;
  set_string(input, "0040E020", "CS", "CDA");
  EXPECT_THAT(refusal(workitem), HasSubstr("0040E020"));
  input = original;
  input.erase("00081199");
  EXPECT_THAT(refusal(workitem), HasSubstr("00081199"));
  input = original;
  Json other_study = original;
  set_string(other_study, "0020000D", "UI", "9.9");
  set_items(workitem, "00404021", {original, other_study});
  EXPECT_THAT(refusal(workitem), HasSubstr("several studies"));

  Json attempt = to_workitem(example());
  for (const char* text : {"0", "-1", "two", "1.5"}) {
    set_items(attempt, tag::kScheduledProcessingParametersSequence,
              {text_item(code::kModel, "m"), text_item(code::kAttempt, text)});
    EXPECT_THAT(refusal(attempt), HasSubstr("ATTEMPT")) << text;
  }
}

TEST(PerformedUpdate, HoldsWhatCompletedNeeds) {
  PerformedTask performed;
  performed.station_name = "a-processor-with-a-long-name";
  performed.model = "m";
  performed.model_version = "1";
  performed.weights_sha256 = std::string(64, 'a');
  performed.start_date_time = "20250102030405.000000+0000";
  performed.end_date_time = "20250102030406.000000+0000";
  performed.timings_ms = {{"infer", 12.345678}, {"a stage of a long name", 1.0}};
  performed.study_instance_uid = "1.2";
  performed.outputs = {{"1.2.840.10008.5.1.4.1.1.66.4", "1.3", "1.4", "http://host/1"}};
  const Json update = performed_update(performed);
  EXPECT_EQ(update.size(), 1U) << "an update must not touch other attributes";
  const std::vector<Json> items = get_items(update, tag::kUpsPerformedProcedureSequence);
  ASSERT_EQ(items.size(), 1U);
  for (const char* with_value : {"00404028", "00404050", "00404019", "00404051", "00404033"}) {
    EXPECT_TRUE(has_value(items[0], with_value)) << with_value;
  }
  EXPECT_LE(get_code(items[0], "00404028")->value.size(), 16U);
  for (const Json& parameter : get_items(items[0], tag::kPerformedProcessingParametersSequence)) {
    EXPECT_LE(get_code(parameter, tag::kConceptNameCodeSequence)->value.size(), 16U);
    EXPECT_LE(get_code(parameter, tag::kConceptNameCodeSequence)->meaning.size(), 64U);
  }
  EXPECT_NO_THROW(from_json(update));
}

TEST(PerformedUpdate, NamesTheInputsThatWereLeftOut) {
  PerformedTask performed;
  performed.left_out = {{"1.2.3", "no pixel data"}};
  const Json item = get_items(performed_update(performed), tag::kUpsPerformedProcedureSequence).at(0);
  EXPECT_EQ(text_parameter(get_items(item, tag::kPerformedProcessingParametersSequence), code::kInputLeftOut),
            "1.2.3: no pixel data");
}

TEST(PerformedUpdate, WithoutOutputsTheSequenceIsPresentAndEmpty) {
  PerformedTask performed;
  performed.station_name = "p";
  const std::vector<Json> items = get_items(performed_update(performed), tag::kUpsPerformedProcedureSequence);
  ASSERT_EQ(items.size(), 1U);
  EXPECT_TRUE(has_attribute(items[0], "00404033"));
  EXPECT_FALSE(has_value(items[0], "00404033"));
}

TEST(PerformerOf, IsReadFromWhatPerformersWrite) {
  PerformedTask performed;
  performed.station_name = "a-long-name-of-a-processor";
  EXPECT_EQ(performer_of(performed_update(performed)), "a-long-name-of-a-processor");
  EXPECT_EQ(performer_of(progress_update(10, "Infer", "gpu-1")), "gpu-1");
  EXPECT_EQ(performer_of(cancellation_update("stops", code::kReasonHandBack, "20250102", "gpu-2")), "gpu-2");
  EXPECT_EQ(performer_of(progress_update(10, "Infer")), "");
  EXPECT_EQ(performer_of(Json::object()), "");
  Json both = progress_update(10, "Infer", "before");
  both.update(performed_update(performed));
  EXPECT_EQ(performer_of(both), "a-long-name-of-a-processor");
  Json other = progress_update(10, "Infer", "x");
  other["00741002"]["Value"][0]["00741007"]["Value"][0]["0040A043"]["Value"][0]["00080100"]["Value"][0] = "OTHER";
  EXPECT_EQ(performer_of(other), "");
}

TEST(ProgressUpdate, KeepsThePercentageInRange) {
  const auto percent = [](double value) {
    return get_string(get_items(progress_update(value, "Infer"), "00741002").at(0), "00741004");
  };
  EXPECT_EQ(percent(12.5), "12.5");
  EXPECT_EQ(percent(-1.0), "0");
  EXPECT_EQ(percent(200.0), "100");
}

TEST(CancellationUpdate, PutsAPrivateReasonBehindAStandardOne) {
  const Json item = get_items(cancellation_update("stops", code::kReasonHandBack, "20250102"), "00741002").at(0);
  const Json& codes = item["0074100E"]["Value"];
  ASSERT_EQ(codes.size(), 2U);
  EXPECT_EQ(get_string(codes[0], "00080100"), "110513");
  EXPECT_EQ(get_string(codes[1], "00080100"), "HANDBACK");
  EXPECT_EQ(get_string(item, "00741238"), "stops");
  EXPECT_EQ(get_string(item, "00404052"), "20250102");
  const Code standard{"110501", "DCM", "Equipment failure"};
  const Json alone = get_items(cancellation_update("x", standard, ""), "00741002").at(0);
  EXPECT_EQ(alone["0074100E"]["Value"].size(), 1U);
}

TEST(NowDateTime, IsADtWithZone) {
  std::string pattern = now_date_time();
  std::replace_if(
      pattern.begin(), pattern.end(), [](unsigned char character) { return std::isdigit(character) != 0; }, '9');
  EXPECT_EQ(pattern, "99999999999999.999999+9999");
  EXPECT_EQ(now_date_time().substr(21), "+0000");
}

}  // namespace
}  // namespace sonolist::dicom
