#include "tests/bench/worklist_searches.h"

#include <chrono>
#include <functional>
#include <random>

#include "plugin/ups_rs/transaction_uid.h"
#include "plugin/ups_rs/worklist_service.h"
#include "plugin/worklist/sql/sql_worklist_store.h"
#include "plugin/worklist/sql/workitem_rows.h"
#include "plugin/worklist/step_changes.h"
#include "tests/bench/worklist_engine.h"
#include "tests/bench/worklist_items.h"

namespace sonolist::bench {
namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

constexpr int kTemplates = 1000;
constexpr int kCopiesPerTransaction = 10;   // of all templates
constexpr const char* kToken = "70000007";  // the digits that differ between copies of one template
constexpr int kListedUids = 50;
constexpr const char* kPage = "100";

std::string token_of(int copy) {
  return std::to_string(80'000'000 + copy);
}

// One in ten of the templates waits (half of the label NIGHT), one in a hundred is claimed, one in fifty failed; the
// others are done.
plugin::Workitem make_template(int number, plugin::TimePoint now) {
  plugin::Workitem workitem = make_item(number, kToken);
  if (number % 20 == 0 || number % 20 == 7) return workitem;
  const plugin::TimePoint lease_until = now + std::chrono::minutes(1);
  workitem =
      plugin::claim(workitem, plugin::transaction_hash("2.25.9" + std::to_string(number)), lease_until, now).after;
  if (number % 100 == 1) return workitem;
  const bool is_failure = number % 50 == 2;
  workitem = plugin::update(workitem, is_failure ? canceled_by_stub() : performed_by_stub(), lease_until, now).after;
  return is_failure ? plugin::cancel(workitem, plugin::RetryPolicy(), now).after
                    : plugin::complete(workitem, now).after;
}

// "INSERT ... SELECT": each template once more, with other digits in its identifiers and in its item.
std::string copy_statement() {
  std::string names = "uid, created_us, revision";
  std::string values = "replace(uid, ?1, ?2), created_us, revision";
  const auto add = [&](const std::string& column) {
    const bool has_token = column == "json" || column == "patient_id" || column == "study_uid" ||
                           column == "source_sop_uid" || column == "accession_number";
    names += ", " + column;
    values += ", " + (has_token ? "replace(" + column + ", ?1, ?2)" : column);
  };
  for (const char* column : plugin::kLiveColumns) add(column);
  for (const char* column : plugin::kDescriptiveColumns) add(column);
  return "INSERT INTO workitem (" + names + ") SELECT " + values +
         " FROM workitem WHERE id <= " + std::to_string(kTemplates) + " ORDER BY id";
}

// The copies stand behind the templates in the same order.
std::string copy_accessions_statement() {
  return "INSERT INTO workitem_accession (number, workitem_id) SELECT replace(number, ?1, ?2), workitem_id + ?3 "
         "FROM workitem_accession WHERE workitem_id <= " +
         std::to_string(kTemplates);
}

struct Kind {
  const char* name;
  std::function<Parameters(int number, const std::string& token)> parameters;
};

std::string uid_list(int number, const std::string& token) {
  std::string list;
  for (int i = 0; i < kListedUids; ++i) {
    list += (i == 0 ? "" : ",") + uid_of_item((number + 17 * i) % kTemplates, token);
  }
  return list;
}

std::string day_of_item(int number) {
  return start_of_item(number).substr(0, 8);
}

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all = {
      {"due work (state, readiness, start until now)",
       [](int number, const std::string&) {
         return Parameters{{"ProcedureStepState", "SCHEDULED"},
                           {"InputReadinessState", "READY"},
                           {"ScheduledProcedureStepStartDateTime", "-" + start_of_item(number)},
                           {"limit", "10"}};
       }},
      {"state, third page",
       [](int, const std::string&) {
         return Parameters{{"ProcedureStepState", "COMPLETED"}, {"limit", kPage}, {"offset", "200"}};
       }},
      {"everything, first page",
       [](int, const std::string&) {
         return Parameters{{"limit", kPage}};
       }},
      {"patient ID",
       [](int number, const std::string& token) {
         return Parameters{{"PatientID", patient_of_item(number, token)}, {"limit", kPage}};
       }},
      {"accession number in the request sequence",
       [](int number, const std::string& token) {
         return Parameters{{"0040A370.00080050", accession_of_item(number, token)}, {"limit", kPage}};
       }},
      {"study",
       [](int number, const std::string& token) {
         return Parameters{{"StudyInstanceUID", study_of_item(number, token)}, {"limit", kPage}};
       }},
      {"list of 50 UIDs",
       [](int number, const std::string& token) {
         return Parameters{{"SOPInstanceUID", uid_list(number, token)}, {"limit", kPage}};
       }},
      {"an hour of start times and a state",
       [](int number, const std::string&) {
         return Parameters{
             {"ScheduledProcedureStepStartDateTime", start_of_item(number) + "-" + start_of_item(number + 60)},
             {"ProcedureStepState", "SCHEDULED"},
             {"limit", kPage}};
       }},
      {"a day of start times",
       [](int number, const std::string&) {
         return Parameters{{"ScheduledProcedureStepStartDateTime", day_of_item(number)}, {"limit", kPage}};
       }},
      {"worklist label and state",
       [](int, const std::string&) {
         return Parameters{{"WorklistLabel", "NIGHT"}, {"ProcedureStepState", "SCHEDULED"}, {"limit", kPage}};
       }},
      {"step label, HIGH",
       [](int, const std::string&) {
         return Parameters{{"ProcedureStepLabel", "US segmentation: lumbar"},
                           {"ScheduledProcedureStepPriority", "HIGH"},
                           {"limit", kPage}};
       }},
      {"workitem code and state",
       [](int, const std::string&) {
         return Parameters{{"00404018.00080100", "110001"}, {"ProcedureStepState", "IN PROGRESS"}, {"limit", kPage}};
       }},
      {"what is not there", [](int number, const std::string&) {
         return Parameters{{"PatientID", "NOBODY" + std::to_string(number)}, {"limit", kPage}};
       }}};
  return all;
}

double milliseconds_since(std::chrono::steady_clock::time_point began) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
}

}  // namespace

nlohmann::json load_items(const std::string& engine, const std::string& place, int thousands) {
  const auto database = open_engine(engine, place);
  const plugin::SqlWorklistStore store(*database, plugin::system_time);
  const auto began = std::chrono::steady_clock::now();
  const plugin::WriteContext context{plugin::system_time()};
  database->write([&](plugin::SqlSession& session) {
    for (int number = 0; number < kTemplates; ++number) {
      plugin::insert_workitem(session, make_template(number, context.now), context);
    }
    session.commit();
  });
  for (int first = 1; first < thousands; first += kCopiesPerTransaction) {
    database->write([&](plugin::SqlSession& session) {
      for (int copy = first; copy < std::min(first + kCopiesPerTransaction, thousands); ++copy) {
        session.execute(copy_statement(), {kToken, token_of(copy)});
        session.execute(copy_accessions_statement(), {kToken, token_of(copy), copy * kTemplates});
      }
      session.commit();
    });
  }
  // By itself PostgreSQL looks at what is in a table a minute later.
  if (engine == "postgresql") {
    database->write([](plugin::SqlSession& session) {
      session.execute_script("ANALYZE");
      session.commit();
    });
  }
  return {{"items", store.count({}, std::int64_t{kTemplates} * thousands + 1)},
          {"load_s", milliseconds_since(began) / 1000.0}};
}

nlohmann::ordered_json measure_searches(const std::string& engine, const std::string& place, int thousands, int runs) {
  const auto database = open_engine(engine, place);
  plugin::SqlWorklistStore store(*database, plugin::system_time);
  const plugin::WorklistService service(store, plugin::LeasePolicy(), plugin::system_time);
  std::mt19937 chance(1);
  nlohmann::ordered_json times;
  for (int run = 0; run < runs; ++run) {
    for (const Kind& kind : kinds()) {
      const int number = static_cast<int>(chance() % kTemplates);
      const int copy = static_cast<int>(chance() % static_cast<unsigned>(thousands));
      const std::string token = copy == 0 ? kToken : token_of(copy);
      const plugin::SearchQuery query = plugin::parse_search_query(kind.parameters(number, token));
      const auto began = std::chrono::steady_clock::now();
      const plugin::SearchAnswer answer = service.search(query);
      times[kind.name]["ms"].push_back(milliseconds_since(began));
      times[kind.name]["found"].push_back(answer.items.size());
    }
  }
  return times;
}

}  // namespace sonolist::bench
