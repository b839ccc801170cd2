#include "dicom_sr/workitem/tags.h"
#include "plugin/tests/store_test.h"
#include "plugin/worklist/processing_parameters.h"
#include "plugin/worklist/step_changes.h"

namespace sonolist::plugin {

namespace tag = dicom::tag;

Workitem StoreTest::with(const std::string& uid, const std::string& priority, const std::string& start) const {
  Workitem workitem = sample_workitem(uid);
  dicom::set_string(workitem.item, tag::kScheduledProcedureStepPriority, "CS", priority);
  dicom::set_string(workitem.item, tag::kScheduledProcedureStepStartDateTime, "DT", start);
  return workitem;
}

Workitem StoreTest::of_model(const std::string& uid, const std::string& model, const std::string& version) const {
  Workitem workitem = sample_workitem(uid);
  std::vector<Json> parameters;
  for (const auto& [name, value] : {std::pair("MODEL", model), std::pair("MODELVERSION", version)}) {
    Json parameter = Json::object();
    dicom::set_string(parameter, tag::kValueType, "CS", "TEXT");
    dicom::set_code(parameter, tag::kConceptNameCodeSequence, {name, kLocalScheme, name});
    dicom::set_string(parameter, tag::kTextValue, "UT", value);
    parameters.push_back(parameter);
  }
  dicom::set_items(workitem.item, tag::kScheduledProcessingParametersSequence, parameters);
  return workitem;
}

std::vector<std::string> StoreTest::uids(const IndexedFilter& filter) {
  std::vector<std::string> found;
  store().visit(filter, [&found](const Workitem& workitem) {
    found.push_back(workitem.uid());
    return true;
  });
  return found;
}

WriteResult StoreTest::claim_step(const std::string& uid, const std::string& hash, TimePoint lease_until) {
  const auto workitem = store().find(uid);
  return store().replace(workitem->revision, claim(*workitem, hash, lease_until, time_.now()));
}

void StoreTest::cancel_step(const std::string& uid, const std::string& discontinuation_class,
                            const RetryPolicy& policy) {
  claim_step(uid, "hash of " + uid, time_.now());
  auto workitem = store().find(uid);
  workitem->item.update(sample_cancellation_update(discontinuation_class));
  ASSERT_EQ(store().replace(workitem->revision, cancel(*workitem, policy, time_.now())), WriteResult::kWritten);
}

ClaimCriteria StoreTest::criteria(const std::vector<std::string>& models, std::size_t maximum,
                                  const std::string& hash) const {
  ClaimCriteria criteria;
  for (const std::string& model : models) criteria.served.push_back({model, ""});
  criteria.maximum = maximum;
  criteria.now = time_.now();
  criteria.transaction_hash = hash;
  return criteria;
}

std::vector<std::string> StoreTest::claim_next(const ClaimCriteria& criteria) {
  const auto steps = store().claim_next(criteria, [&](const Workitem& step) {
    return claim(step, criteria.transaction_hash, time_.now() + std::chrono::seconds(30), time_.now());
  });
  std::vector<std::string> found;
  for (const Workitem& step : steps) found.push_back(step.uid());
  return found;
}

INSTANTIATE_TEST_SUITE_P(Engines, StoreTest, testing::Values(sqlite_engine(), postgresql_engine()), engine_name);

}  // namespace sonolist::plugin
