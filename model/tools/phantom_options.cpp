#include "model/tools/phantom_options.h"

#include <map>

namespace sonolist::model::tools {
namespace {

const std::map<std::string, PhantomScene> kScenes{{"anterior", PhantomScene::kAnterior},
                                                  {"regional", PhantomScene::kRegional}};
const std::map<std::string, PhantomDetail> kDetails{{"full", PhantomDetail::kFull},
                                                    {"reduced", PhantomDetail::kReduced}};
const std::map<std::string, PhantomRandomisation> kRandomisations{{"none", PhantomRandomisation::kNone},
                                                                  {"usual", PhantomRandomisation::kUsual},
                                                                  {"strong", PhantomRandomisation::kStrong}};
const std::map<std::string, PhantomRanges> kRanges{
    {"all", PhantomRanges::kAll}, {"train", PhantomRanges::kTrain}, {"held-out", PhantomRanges::kHeldOut}};

}  // namespace

PhantomOptions PhantomDescription::at(std::int64_t index) const {
  const auto pixels = parse_size(size, "--size");
  PhantomOptions options;
  options.seed = first_seed + static_cast<std::uint64_t>(index);
  options.rows = static_cast<int>(pixels.height);
  options.cols = static_cast<int>(pixels.width);
  options.scene = kScenes.at(scene);
  options.detail = kDetails.at(detail);
  options.randomisation = kRandomisations.at(randomisation);
  options.ranges = kRanges.at(ranges);
  options.phases.clear();
  for (std::int64_t frame = 0; frame < cine_frames; ++frame) {
    options.phases.push_back(static_cast<double>(frame) / static_cast<double>(cine_frames));
  }
  return options;
}

std::string PhantomDescription::statement() const {
  const auto last_seed = first_seed + static_cast<std::uint64_t>(count) - 1;
  const auto options = at(0);
  return "SIMULATED: phantoms of sonolist-model " SONOLIST_VERSION ", scene " + scene + ", seeds " +
         std::to_string(first_seed) + " to " + std::to_string(last_seed) + ", drawn at " + size + ", detail " + detail +
         ", randomisation " + randomisation + ", " + statement_of(options.scene, options.ranges);
}

void add_phantom_options(CLI::App& command, PhantomDescription& description) {
  command.add_option("--scene", description.scene, "What is simulated")->check(CLI::IsMember(kScenes));
  command.add_option("--count", description.count, "Phantoms")->check(CLI::Range(1, 1000000));
  command.add_option("--seed", description.first_seed, "Of the first phantom; the next has the next seed");
  command.add_option("--size", description.size, "HEIGHTxWIDTH at which a phantom is drawn");
  command.add_option("--cine", description.cine_frames, "Frames of one cardiac cycle for each phantom")
      ->check(CLI::Range(1, 10000));
  command.add_option("--detail", description.detail, "Reduced is several times as fast, for about 240x320")
      ->check(CLI::IsMember(kDetails));
  command.add_option("--randomisation", description.randomisation, "How much the simulated machine varies")
      ->check(CLI::IsMember(kRandomisations));
  command.add_option("--ranges", description.ranges, "Parameters: all, those for training, or those kept from it")
      ->check(CLI::IsMember(kRanges));
}

}  // namespace sonolist::model::tools
