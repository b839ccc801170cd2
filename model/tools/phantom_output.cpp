#include "model/tools/phantom_output.h"

#include <algorithm>
#include <fstream>
#include <iomanip>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

#include "model/error.h"
#include "model/training/sample_tensors.h"
#ifdef SONOLIST_WITH_OPENCV
#include "model/pictures/index_png.h"
#endif

namespace sonolist::model::tools {
namespace {

std::string number(std::int64_t value, int digits) {
  std::ostringstream out;
  out << std::setw(digits) << std::setfill('0') << value;
  return out.str();
}

// "0007", or "0007_012" for a frame of a cine loop.
std::string frame_name(std::int64_t index, std::int64_t frame, std::int64_t frames) {
  return number(index, 4) + (frames > 1 ? "_" + number(frame, 3) : "");
}

void write_pixels([[maybe_unused]] const Phantom& phantom, [[maybe_unused]] const std::vector<std::uint8_t>& pixels,
                  const std::filesystem::path& path) {
#ifdef SONOLIST_WITH_OPENCV
  write_index_png({phantom.rows, phantom.cols, pixels}, path.string());
#else
  throw ModelError(path.string() + ": this program was built without OpenCV and writes --packed only");
#endif
}

// The tensor is only read.
torch::Tensor view(const Phantom& phantom, const std::vector<std::uint8_t>& pixels) {
  return torch::from_blob(const_cast<std::uint8_t*>(pixels.data()), {1, phantom.rows, phantom.cols}, torch::kUInt8);
}

void copy(const torch::Tensor& sample, std::vector<std::uint8_t>& samples, std::int64_t position) {
  const auto pixels = sample.contiguous();
  std::copy_n(pixels.data_ptr<std::uint8_t>(), pixels.numel(), samples.begin() + position * pixels.numel());
}

}  // namespace

PhantomFolder::PhantomFolder(std::filesystem::path folder, PhantomDescription description)
    : folder_(std::move(folder)), description_(std::move(description)) {
  std::filesystem::create_directories(folder_ / "images");
  std::filesystem::create_directories(folder_ / "masks");
}

void PhantomFolder::write(const Phantom& phantom, std::int64_t index) const {
  const auto frames = static_cast<std::int64_t>(phantom.frames.size());
  for (std::int64_t frame = 0; frame < frames; ++frame) {
    const auto& drawn = phantom.frames[static_cast<std::size_t>(frame)];
    const auto name = frame_name(index, frame, frames) + ".png";
    write_pixels(phantom, drawn.picture, folder_ / "images" / name);
    write_pixels(phantom, drawn.labels, folder_ / "masks" / name);
  }
  nlohmann::json parameters;
  for (const Parameter& parameter : phantom.parameters) parameters[parameter.name] = parameter.value;
  const nlohmann::json description{{"simulated", true},
                                   {"seed", description_.at(index).seed},
                                   {"rows", phantom.rows},
                                   {"cols", phantom.cols},
                                   {"frames", frames},
                                   {"mm_per_pixel", phantom.mm_per_pixel},
                                   {"scene", description_.scene},
                                   {"detail", description_.detail},
                                   {"randomisation", description_.randomisation},
                                   {"ranges", description_.ranges},
                                   {"parameters", parameters}};
  const auto path = (folder_ / (number(index, 4) + ".json")).string();
  std::ofstream out(path);
  out << description.dump(2) << '\n';
  if (!out) throw ModelError(path + ": cannot be written; check the free space");
}

PhantomPack::PhantomPack(const PhantomDescription& description, PictureSize size) : frames_(description.cine_frames) {
  dataset_.count = description.count * frames_;
  dataset_.height = size.height;
  dataset_.width = size.width;
  dataset_.classes = phantom_classes(description.at(0).scene);
  dataset_.source = description.statement();
  dataset_.simulated = true;
  for (std::int64_t index = 0; index < description.count; ++index) {
    for (std::int64_t frame = 0; frame < frames_; ++frame) {
      dataset_.groups.push_back("phantom-" +
                                std::to_string(description.first_seed + static_cast<std::uint64_t>(index)));
      dataset_.names.push_back(frame_name(index, frame, frames_));
    }
  }
  dataset_.pictures.resize(static_cast<std::size_t>(dataset_.count * size.height * size.width));
  dataset_.labels.resize(dataset_.pictures.size());
}

void PhantomPack::add(const Phantom& phantom, std::int64_t index) {
  for (std::int64_t frame = 0; frame < frames_; ++frame) {
    const auto& drawn = phantom.frames[static_cast<std::size_t>(frame)];
    const auto position = index * frames_ + frame;
    copy(resize_pictures(view(phantom, drawn.picture), dataset_.height, dataset_.width), dataset_.pictures, position);
    copy(resize_labels(view(phantom, drawn.labels), dataset_.height, dataset_.width), dataset_.labels, position);
  }
}

}  // namespace sonolist::model::tools
