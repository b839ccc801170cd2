#include <torch/torch.h>

#include <atomic>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>

#include "model/phantom/phantom.h"
#include "model/tools/commands.h"
#include "model/tools/option_values.h"
#include "model/tools/phantom_output.h"
#include "model/tools/progress_bar.h"

namespace sonolist::model::tools {
namespace {

struct PhantomCommandOptions {
  std::int64_t count = 1, cine_frames = 1;
  std::uint64_t first_seed = 1;
  std::string size = "480x640", packed_size, folder, packed_file;
  int threads = 0;
};

PhantomOptions phantom_options(const PhantomCommandOptions& options, PictureSize size, std::int64_t index) {
  PhantomOptions phantom;
  phantom.seed = options.first_seed + static_cast<std::uint64_t>(index);
  phantom.rows = static_cast<int>(size.height);
  phantom.cols = static_cast<int>(size.width);
  phantom.phases.clear();
  for (std::int64_t frame = 0; frame < options.cine_frames; ++frame) {
    phantom.phases.push_back(static_cast<double>(frame) / static_cast<double>(options.cine_frames));
  }
  return phantom;
}

// Runs task(0..count-1) on several threads; the first exception ends the rest and is thrown here.
template <typename Task>
void in_parallel(std::int64_t count, int threads, const Task& task) {
  std::atomic<std::int64_t> next{0};
  std::mutex mutex;
  std::exception_ptr failure;
  const auto work = [&] {
    for (std::int64_t index = next++; index < count; index = next++) {
      try {
        task(index);
      } catch (...) {
        const std::lock_guard<std::mutex> lock(mutex);
        if (!failure) failure = std::current_exception();
        next = count;
      }
    }
  };
  std::vector<std::thread> workers;
  for (int i = 0; i < threads; ++i) workers.emplace_back(work);
  for (auto& worker : workers) worker.join();
  if (failure) std::rethrow_exception(failure);
}

void make_phantoms(const PhantomCommandOptions& options) {
  if (options.folder.empty() && options.packed_file.empty()) {
    throw CLI::RequiredError("--out or --packed");
  }
  const auto size = parse_size(options.size, "--size");
  const auto packed_size = options.packed_size.empty() ? size : parse_size(options.packed_size, "--packed-size");
  std::unique_ptr<PhantomFolder> folder;
  std::unique_ptr<PhantomPack> pack;
  if (!options.folder.empty()) folder = std::make_unique<PhantomFolder>(options.folder);
  if (!options.packed_file.empty()) {
    pack = std::make_unique<PhantomPack>(options.count, options.cine_frames, options.first_seed, packed_size);
  }

  at::set_num_threads(1);  // one phantom a thread: nothing inside of it is to be parallel too
  const auto threads =
      options.threads > 0 ? options.threads : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  ProgressBar bar("phantom", options.count);
  std::mutex mutex;
  std::int64_t done = 0;
  in_parallel(options.count, threads, [&](std::int64_t index) {
    const auto described = phantom_options(options, size, index);
    const auto phantom = draw_phantom(described);
    if (folder) folder->write(phantom, index, described.seed);
    if (pack) pack->add(phantom, index);
    const std::lock_guard<std::mutex> lock(mutex);
    bar.show(++done);
  });
  if (pack) write_packed(pack->dataset(), options.packed_file);
}

}  // namespace

void add_phantom_command(CLI::App& application) {
  auto options = std::make_shared<PhantomCommandOptions>();
  auto* command =
      application.add_subcommand("phantom", "Draws SIMULATED ultrasound of the anterior thigh with its labels");
  command->add_option("--count", options->count, "Phantoms")->check(CLI::Range(1, 1000000));
  command->add_option("--seed", options->first_seed, "Of the first phantom; the next has the next seed");
  command->add_option("--size", options->size, "HEIGHTxWIDTH at which a phantom is drawn");
  command->add_option("--cine", options->cine_frames, "Frames of one cardiac cycle for each phantom")
      ->check(CLI::Range(1, 10000));
  command->add_option("--out", options->folder, "Folder that gets images/, masks/ and a JSON file for each phantom");
  command->add_option("--packed", options->packed_file, "Packed data set to write; one group a phantom");
  command->add_option("--packed-size", options->packed_size, "HEIGHTxWIDTH in the packed data set; by default --size");
  command->add_option("--threads", options->threads, "Phantoms drawn at the same time; 0: one a core");
  command->callback([options] { make_phantoms(*options); });
}

}  // namespace sonolist::model::tools
