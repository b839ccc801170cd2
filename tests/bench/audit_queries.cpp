#include "tests/bench/audit_queries.h"

#include <chrono>
#include <map>
#include <random>
#include <stdexcept>

#include "plugin/audit/audit_handler.h"
#include "tests/bench/audit_example.h"

namespace sonolist::bench {
namespace {

using nlohmann::json;
using plugin::QueryParameters;

class NoReindexing : public plugin::Reindexing {
 public:
  void request_reindex() override {}
  plugin::ReindexProgress reindex_progress() const override { return {}; }
};

class Client {
 public:
  explicit Client(plugin::SqlDatabase& database) : handler_(database, reindexing_, plugin::system_time) {}

  // Seconds until the answer is there.
  double ask(const std::string& path, const QueryParameters& query) {
    const auto begin = std::chrono::steady_clock::now();
    const auto response = handler_.handle({plugin::HttpMethod::kGet, "/sonolist/audit/" + path, query, {}, ""});
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
    if (!response || response->status != 200) throw std::runtime_error(path + ": " + response->body);
    last_size_ = response->body.size();
    return time.count();
  }
  std::size_t last_size() const { return last_size_; }

 private:
  NoReindexing reindexing_;
  plugin::AuditHandler handler_;
  std::size_t last_size_ = 0;
};

// Each kind of filter with values that differ from run to run: rare ones and common ones.
std::map<std::string, QueryParameters> page_queries(int number, int run) {
  const plugin::AuditRecord record = example_record(number);
  const std::string day =
      record.study_date.substr(0, 4) + "-" + record.study_date.substr(4, 2) + "-" + record.study_date.substr(6, 2);
  const std::string structure =
      record.results[static_cast<std::size_t>(run) % record.results.size()].structure->meaning;
  return {{"none", {}},
          {"day", {{"from", day}, {"to", day}}},
          {"until", {{"to", day}}},
          {"patient", {{"patient", record.patient_id}}},
          {"accession", {{"accession", record.accession_number}}},
          {"study", {{"study", record.study_uid}}},
          {"report", {{"report", record.sop_uid}}},
          {"source", {{"source", record.source_sop_uid}}},
          {"modality", {{"modality", "US"}}},
          {"manufacturer", {{"manufacturer", record.scanner.manufacturer}}},
          {"scannerModel", {{"scannerModel", record.scanner.scanner_model}}},
          {"station", {{"station", record.scanner.station}}},
          {"model", {{"model", record.algorithm.model}}},
          {"modelVersion", {{"modelVersion", record.algorithm.model_version}}},
          {"weights", {{"weights", record.algorithm.weights}}},
          {"producer", {{"producer", record.algorithm.producer}}},
          {"structure", {{"structure", structure}}},
          {"kind report", {{"kind", "report"}}},
          {"kind agreement", {{"kind", "agreement"}}},
          {"outcome found", {{"outcome", "found"}}},
          {"outcome missing", {{"outcome", "missing"}}},
          {"outcome failed", {{"outcome", "failed"}}},
          {"reason", {{"reason", "No rule matches"}}},
          {"reason pattern", {{"reason", "INPUT*"}}},
          {"measurement", {{"measurement", "Area"}}},
          {"measurement common", {{"measurement", "Area>" + std::to_string(50 + run % 10) + " mm2"}}},
          {"measurement rare", {{"measurement", "Area>" + std::to_string(140 + run % 5) + " mm2"}}},
          {"measurement none", {{"measurement", "Area>100000 mm2"}}},
          {"agreement", {{"agreement", "<0." + std::to_string(65 + run % 10)}}}};
}

}  // namespace

json measure_audit(plugin::SqlDatabase& database, int records, int runs) {
  Client client(database);
  std::mt19937 random(7);
  json times{{"pages", json::object()}, {"aggregate", json::object()}, {"drift", json::array()}};
  for (int run = 0; run < runs; ++run) {
    const int number = static_cast<int>(random() % static_cast<unsigned>(records));
    for (const auto& [kind, query] : page_queries(number, run)) {
      times["pages"][kind].push_back(client.ask("results", query));
      times["bytes"][kind] = client.last_size();
    }
  }
  const std::map<std::string, QueryParameters> aggregates{
      {"count by day", {{"by", "day"}}},
      {"count by day and structure", {{"by", "day,structure"}}},
      {"count by day and scanner", {{"by", "day,scanner"}}},
      {"count by model version and outcome", {{"by", "modelVersion,outcome"}}},
      {"one structure's area by day",
       {{"by", "day"}, {"structure", "Sciatic nerve"}, {"measurement", "Area"}, {"histogram", "20"}}}};
  constexpr int kFewer = 5;
  for (int run = 0; run < std::max(kFewer, runs / kFewer); ++run) {
    for (auto [kind, query] : aggregates) {
      query.emplace_back("from", "2025-11-30");
      query.emplace_back("to", "2026-11-29");
      times["aggregate"][kind].push_back(client.ask("aggregate", query));
    }
    times["drift"].push_back(client.ask("drift", {{"model", "anterior-sciatic"}}));
  }
  return times;
}

}  // namespace sonolist::bench
