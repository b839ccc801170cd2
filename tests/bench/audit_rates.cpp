// sonolist-audit-rates: fills an audit index and measures it, without Orthanc and without HTTP. Answers lines of JSON.
#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "plugin/audit/report_record.h"
#include "plugin/audit/sql/audit_index.h"
#include "tests/bench/audit_example.h"
#include "tests/bench/audit_queries.h"
#include "tests/bench/worklist_engine.h"

namespace sonolist::bench {
namespace {

using Seconds = std::chrono::duration<double>;
using std::chrono::steady_clock;

constexpr int kRecordsAtOnce = 200;

void write_files(const std::filesystem::path& folder, int count) {
  std::filesystem::create_directories(folder);
  const auto begin = steady_clock::now();
  for (int number = 0; number < count; ++number) {
    const auto bytes = example_report_file(number);
    std::ofstream file(folder / (std::to_string(number) + ".dcm"), std::ios::binary);
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  }
  std::cout << nlohmann::json{{"reports", count}, {"seconds", Seconds(steady_clock::now() - begin).count()}} << "\n";
}

// The first `files` records are read from files as the index reads them, the others are made.
void load(plugin::SqlDatabase& database, const std::filesystem::path& folder, int files, int records) {
  plugin::AuditIndex index(database, "bench", plugin::system_time);
  std::vector<plugin::IndexedInstance> batch;
  const auto begin = steady_clock::now();
  std::size_t results = 0;
  const auto add = [&](plugin::AuditRecord record) {
    results += record.results.size();
    std::string id = record.orthanc_id;
    batch.push_back({std::move(id), std::move(record)});
  };
  for (int number = 0; number < records; ++number) {
    plugin::AuditRecord record = example_record(number);
    if (number < files) {
      std::ifstream file(folder / (std::to_string(number) + ".dcm"), std::ios::binary);
      const std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(file), {}};
      plugin::AuditRecord read = plugin::read_report_record(bytes);
      read.orthanc_id = record.orthanc_id;
      read.scanner = record.scanner;  // of the image, which lies nowhere here
      read.scanner_known = true;
      record = std::move(read);
    }
    add(std::move(record));
    for (plugin::AuditRecord& companion : example_companions(number)) add(std::move(companion));
    if (batch.size() < kRecordsAtOnce && number + 1 < records) continue;
    index.write(batch, 0);
    batch.clear();
    if (number % 10'000 < kRecordsAtOnce) std::cerr << "\r" << number << " of " << records << " records" << std::flush;
  }
  std::cerr << "\n";
  std::cout << nlohmann::json{{"records", records},
                              {"results", results},
                              {"seconds", Seconds(steady_clock::now() - begin).count()}}
            << "\n";
}

int run(int argc, char** argv) {
  std::string engine = "sqlite";
  std::string place;
  std::string folder;
  int files = 0;
  int records = 200'000;
  int runs = 100;
  CLI::App app("Rates of the audit index");
  app.require_subcommand(1);
  auto* reports = app.add_subcommand("reports", "Write reports as DICOM files");
  reports->add_option("folder", folder)->required();
  reports->add_option("--files", files)->required();
  auto* fill = app.add_subcommand("load", "Fill an index");
  auto* measure = app.add_subcommand("queries", "Measure queries");
  for (CLI::App* command : {fill, measure}) {
    command->add_option("--engine", engine)->check(CLI::IsMember({"sqlite", "postgresql"}));
    command->add_option("place", place, "File, or connection string of libpq")->required();
    command->add_option("--records", records);
  }
  fill->add_option("--folder", folder, "With reports");
  fill->add_option("--files", files, "How many of them");
  measure->add_option("--runs", runs, "Of each kind");
  CLI11_PARSE(app, argc, argv);
  if (reports->parsed()) {
    write_files(folder, files);
    return 0;
  }
  const auto database = open_engine(engine, place);
  if (fill->parsed()) {
    load(*database, folder, files, records);
  } else {
    std::cout << measure_audit(*database, records, runs) << "\n";
  }
  return 0;
}

}  // namespace
}  // namespace sonolist::bench

int main(int argc, char** argv) {
  try {
    return sonolist::bench::run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "sonolist-audit-rates: " << error.what() << "\n";
    return 1;
  }
}
