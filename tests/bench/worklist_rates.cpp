// sonolist-worklist-rates: measures the worklist without Orthanc and without HTTP. Answers lines of JSON.
#include <CLI/CLI.hpp>
#include <array>
#include <iostream>

#include "tests/bench/worklist_claims.h"
#include "tests/bench/worklist_searches.h"
#include "tests/bench/worklist_soak.h"

namespace sonolist::bench {
namespace {

struct Choice {
  std::string engine = "sqlite";
  std::vector<std::string> places;
  int steps = 1000;
  int performers = 1;
  int thousands = 1000;
  int runs = 100;
  int sample_every = 1000;
  int kept = 5000;
};

void add_common(CLI::App& command, Choice& choice, int places) {
  command.add_option("--engine", choice.engine, "sqlite or postgresql")->check(CLI::IsMember({"sqlite", "postgresql"}));
  command.add_option("places", choice.places, "Files, or connection strings of libpq")->required()->expected(places);
}

void print_sample(const SoakSample& sample) {
  std::cout << nlohmann::json{{"steps", sample.steps},
                              {"seconds", sample.seconds},
                              {"resident_bytes", sample.resident_bytes},
                              {"items", sample.items}}
            << std::endl;  // at once: the reader looks at the files meanwhile
}

int run(int argc, char** argv) {
  Choice choice;
  CLI::App app("Rates of the worklist");
  app.require_subcommand(1);
  auto* claims = app.add_subcommand("claims", "Claim and complete, beside the bare engine");
  add_common(*claims, choice, 3);
  claims->add_option("--steps", choice.steps);
  claims->add_option("--performers", choice.performers, "At the same time");
  auto* load = app.add_subcommand("load", "Fill a worklist to be searched");
  add_common(*load, choice, 1);
  load->add_option("--thousands", choice.thousands);
  auto* searches = app.add_subcommand("searches", "Search it");
  add_common(*searches, choice, 1);
  searches->add_option("--thousands", choice.thousands);
  searches->add_option("--runs", choice.runs);
  auto* long_run = app.add_subcommand("soak", "Create, claim, complete, remove");
  add_common(*long_run, choice, 1);
  long_run->add_option("--steps", choice.steps);
  long_run->add_option("--sample-every", choice.sample_every);
  long_run->add_option("--kept", choice.kept);
  CLI11_PARSE(app, argc, argv);
  const std::vector<std::string>& places = choice.places;
  if (claims->parsed()) {
    std::cout << measure_claims(choice.engine, {places[0], places[1], places[2]}, choice.steps, choice.performers)
              << "\n";
  } else if (load->parsed()) {
    std::cout << load_items(choice.engine, places[0], choice.thousands) << "\n";
  } else if (searches->parsed()) {
    std::cout << measure_searches(choice.engine, places[0], choice.thousands, choice.runs) << "\n";
  } else {
    soak(choice.engine, places[0], choice.steps, choice.sample_every, choice.kept, print_sample);
  }
  return 0;
}

}  // namespace
}  // namespace sonolist::bench

int main(int argc, char** argv) {
  try {
    return sonolist::bench::run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "sonolist-worklist-rates: " << error.what() << "\n";
    return 1;
  }
}
