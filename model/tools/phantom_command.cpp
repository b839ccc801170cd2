#include <torch/torch.h>

#include <atomic>
#include <exception>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>

#include "model/phantom/phantom.h"
#include "model/tools/commands.h"
#include "model/tools/option_values.h"
#include "model/tools/phantom_options.h"
#include "model/tools/phantom_output.h"
#include "model/tools/phantom_preview.h"
#include "model/tools/progress_bar.h"

namespace sonolist::model::tools {
namespace {

struct PhantomCommandOptions {
  PhantomDescription description;
  std::string packed_size, out, packed_file, preview_file;
  int threads = 0;
};

bool names_pack(const std::string& path) {
  return std::filesystem::path(path).extension() == ".pack";
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
  const PhantomDescription& description = options.description;
  const std::string folder_path = names_pack(options.out) ? "" : options.out;
  const std::string pack_path =
      names_pack(options.out) && options.packed_file.empty() ? options.out : options.packed_file;
  if (folder_path.empty() && pack_path.empty() && options.preview_file.empty()) {
    throw CLI::RequiredError("--out, --packed or --preview");
  }
  const auto size = parse_size(description.size, "--size");
  const auto packed_size = options.packed_size.empty() ? size : parse_size(options.packed_size, "--packed-size");
  std::unique_ptr<PhantomFolder> folder;
  std::unique_ptr<PhantomPack> pack;
  std::unique_ptr<PhantomPreview> preview;
  if (!folder_path.empty()) folder = std::make_unique<PhantomFolder>(folder_path, description);
  if (!pack_path.empty()) pack = std::make_unique<PhantomPack>(description, packed_size);
  if (!options.preview_file.empty()) {
    preview = std::make_unique<PhantomPreview>(description.count, static_cast<int>(size.height),
                                               static_cast<int>(size.width));
  }

  at::set_num_threads(1);  // one phantom a thread: nothing inside of it is to be parallel too
  const auto threads =
      options.threads > 0 ? options.threads : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  ProgressBar bar("phantom", description.count);
  std::mutex mutex;
  std::int64_t done = 0;
  in_parallel(description.count, threads, [&](std::int64_t index) {
    const auto phantom = draw_phantom(description.at(index));
    if (folder) folder->write(phantom, index);
    if (pack) pack->add(phantom, index);
    if (preview) preview->add(phantom, index);
    const std::lock_guard<std::mutex> lock(mutex);
    bar.show(++done);
  });
  if (pack) write_packed(pack->dataset(), pack_path);
  if (preview) preview->write(options.preview_file);
}

}  // namespace

void add_phantom_command(CLI::App& application) {
  auto options = std::make_shared<PhantomCommandOptions>();
  auto* command = application.add_subcommand("phantom", "Draws SIMULATED ultrasound with its labels");
  add_phantom_options(*command, options->description);
  command->add_option("--out", options->out,
                      "Folder that gets images/, masks/ and a JSON file for each phantom, or a packed data set x.pack");
  command->add_option("--packed", options->packed_file, "Packed data set to write; one group a phantom");
  command->add_option("--packed-size", options->packed_size, "HEIGHTxWIDTH in the packed data set; by default --size");
  command->add_option("--preview", options->preview_file, "Contact sheet of the first 60 phantoms to write");
  command->add_option("--threads", options->threads, "Phantoms drawn at the same time; 0: one a core");
  command->callback([options] { make_phantoms(*options); });
}

}  // namespace sonolist::model::tools
