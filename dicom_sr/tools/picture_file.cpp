#include "dicom_sr/tools/picture_file.h"

#include <png.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "dicom_sr/error.h"

namespace sonolist::dicom {
namespace {

constexpr unsigned kLargestSide = 16384;

[[noreturn]] void refuse(const std::string& path, const std::string& reason) {
  throw DicomError(ErrorClass::kInput, path + ": " + reason);
}

std::vector<std::uint8_t> read_bytes(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in || bytes.empty()) refuse(path, "cannot be read or is empty");
  return bytes;
}

// Frees what libpng holds on every way out.
class PngImage {
 public:
  PngImage() { image_.version = PNG_IMAGE_VERSION; }
  ~PngImage() { png_image_free(&image_); }
  PngImage(const PngImage&) = delete;
  PngImage& operator=(const PngImage&) = delete;
  png_image& get() { return image_; }

 private:
  png_image image_{};
};

RgbFrame read_png(const std::string& path, const std::vector<std::uint8_t>& bytes) {
  PngImage png;
  if (png_image_begin_read_from_memory(&png.get(), bytes.data(), bytes.size()) == 0) refuse(path, png.get().message);
  if (png.get().width > kLargestSide || png.get().height > kLargestSide) refuse(path, "the picture is too large");
  png.get().format = PNG_FORMAT_RGB;
  RgbFrame frame{static_cast<int>(png.get().height), static_cast<int>(png.get().width), {}};
  frame.pixels.resize(PNG_IMAGE_SIZE(png.get()));
  const png_color black{0, 0, 0};
  if (png_image_finish_read(&png.get(), &black, frame.pixels.data(), 0, nullptr) == 0) refuse(path, png.get().message);
  return frame;
}

// One number of a Netpbm header; comments run from '#' to the end of the line.
unsigned header_number(const std::string& path, const std::vector<std::uint8_t>& bytes, std::size_t& position) {
  while (position < bytes.size() && (std::isspace(bytes[position]) != 0 || bytes[position] == '#')) {
    if (bytes[position] == '#') {
      while (position < bytes.size() && bytes[position] != '\n') ++position;
    } else {
      ++position;
    }
  }
  unsigned number = 0;
  const std::size_t begin = position;
  while (position < bytes.size() && std::isdigit(bytes[position]) != 0 && number <= kLargestSide) {
    number = number * 10 + (bytes[position++] - '0');
  }
  if (position == begin || number == 0 || number > kLargestSide)
    refuse(path, "the header is no valid PGM or PPM header");
  return number;
}

RgbFrame read_netpbm(const std::string& path, const std::vector<std::uint8_t>& bytes) {
  const std::size_t samples = bytes[1] == '6' ? 3 : 1;
  std::size_t position = 2;
  const unsigned cols = header_number(path, bytes, position);
  const unsigned rows = header_number(path, bytes, position);
  if (header_number(path, bytes, position) != 255) refuse(path, "only pictures with 255 as maximum value are read");
  ++position;  // exactly one white space ends the header
  const std::size_t pixels = std::size_t{rows} * cols;
  if (bytes.size() < position + pixels * samples) refuse(path, "the picture is shorter than its header says");
  RgbFrame frame{static_cast<int>(rows), static_cast<int>(cols), {}};
  frame.pixels.reserve(pixels * 3);
  for (std::size_t i = 0; i < pixels * 3; ++i) frame.pixels.push_back(bytes[position + (samples == 3 ? i : i / 3)]);
  return frame;
}

bool is_picture_name(const std::filesystem::path& path) {
  static const std::set<std::string> kExtensions{".png", ".pgm", ".ppm"};
  return kExtensions.count(path.extension().string()) > 0;
}

}  // namespace

RgbFrame read_picture(const std::string& path) {
  const std::vector<std::uint8_t> bytes = read_bytes(path);
  if (png_sig_cmp(bytes.data(), 0, std::min<std::size_t>(bytes.size(), 8)) == 0) return read_png(path, bytes);
  if (bytes.size() > 2 && bytes[0] == 'P' && (bytes[1] == '5' || bytes[1] == '6')) return read_netpbm(path, bytes);
  refuse(path, "is no PNG, PGM (P5) or PPM (P6) picture");
}

std::vector<std::string> expand_folders(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    if (!std::filesystem::is_directory(path)) {
      files.push_back(path);
      continue;
    }
    std::set<std::string> sorted;
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
      if (entry.is_regular_file() && is_picture_name(entry.path())) sorted.insert(entry.path().string());
    }
    if (sorted.empty()) refuse(path, "holds no .png, .pgm or .ppm file");
    files.insert(files.end(), sorted.begin(), sorted.end());
  }
  return files;
}

RgbFrame with_border(const RgbFrame& picture, int border) {
  RgbFrame framed{picture.rows + 2 * border, picture.cols + 2 * border, {}};
  const auto inner = static_cast<std::ptrdiff_t>(picture.cols) * 3;
  const auto outer = static_cast<std::ptrdiff_t>(framed.cols) * 3;
  framed.pixels.assign(static_cast<std::size_t>(framed.rows * outer), 0);
  for (int row = 0; row < picture.rows; ++row) {
    const auto begin = picture.pixels.begin() + row * inner;
    std::copy(begin, begin + inner, framed.pixels.begin() + (row + border) * outer + std::ptrdiff_t{border} * 3);
  }
  return framed;
}

}  // namespace sonolist::dicom
