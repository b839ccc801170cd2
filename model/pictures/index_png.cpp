#include "model/pictures/index_png.h"

#include <png.h>

#include <array>
#include <csetjmp>
#include <cstdio>
#include <memory>

#include "model/error.h"
#include "model/pictures/picture_file.h"

namespace sonolist::model {
namespace {

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

class PngReader {
 public:
  PngReader() : png_(png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, &jump_silently, &ignore_warning)) {
    if (png_ != nullptr) info_ = png_create_info_struct(png_);
  }
  ~PngReader() { png_destroy_read_struct(&png_, &info_, nullptr); }
  PngReader(const PngReader&) = delete;
  PngReader& operator=(const PngReader&) = delete;

  bool ready() const { return info_ != nullptr; }
  png_structp png() const { return png_; }
  png_infop info() const { return info_; }

 private:
  // The caller's exception says what happened; libpng's own handler also prints.
  static void jump_silently(png_structp png, png_const_charp) { png_longjmp(png, 1); }
  static void ignore_warning(png_structp, png_const_charp) {}

  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
};

enum class Outcome { kRead, kDamaged, kNotIndices };

// libpng reports errors by longjmp: nothing in this function owns anything.
Outcome read_indices(png_structp png, png_infop info, std::FILE* file, IndexPicture* picture) {
  if (setjmp(png_jmpbuf(png)) != 0) return Outcome::kDamaged;
  png_init_io(png, file);
  png_read_info(png, info);
  const auto type = png_get_color_type(png, info);
  if ((type != PNG_COLOR_TYPE_PALETTE && type != PNG_COLOR_TYPE_GRAY) || png_get_bit_depth(png, info) > 8) {
    return Outcome::kNotIndices;
  }
  png_set_packing(png);
  const int passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  picture->rows = static_cast<int>(png_get_image_height(png, info));
  picture->cols = static_cast<int>(png_get_image_width(png, info));
  picture->pixels.assign(static_cast<std::size_t>(picture->rows) * static_cast<std::size_t>(picture->cols), 0);
  for (int pass = 0; pass < passes; ++pass) {
    for (int row = 0; row < picture->rows; ++row) {
      png_read_row(png,
                   picture->pixels.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(picture->cols),
                   nullptr);
    }
  }
  png_read_end(png, nullptr);
  return Outcome::kRead;
}

}  // namespace

IndexPicture read_index_png(const std::string& path) {
  const std::unique_ptr<std::FILE, FileCloser> file(std::fopen(path.c_str(), "rb"));
  if (!file) throw ModelError(path + ": cannot be opened; check the path and its permissions");
  std::array<png_byte, 8> signature{};
  if (std::fread(signature.data(), 1, signature.size(), file.get()) != signature.size() ||
      png_sig_cmp(signature.data(), 0, signature.size()) != 0) {
    throw ModelError(path + ": is not a PNG file; masks must be palette or grey PNG files");
  }
  const PngReader reader;
  if (!reader.ready()) throw ModelError(path + ": libpng could not be started");
  png_set_sig_bytes(reader.png(), static_cast<int>(signature.size()));
  IndexPicture picture;
  switch (read_indices(reader.png(), reader.info(), file.get(), &picture)) {
    case Outcome::kRead:
      return picture;
    case Outcome::kNotIndices:
      throw ModelError(path +
                       ": holds colours or 16-bit values, not class indices; save it as palette or 8-bit grey PNG");
    case Outcome::kDamaged:
      break;
  }
  throw ModelError(path + ": the PNG file is damaged");
}

void write_index_png(const IndexPicture& picture, const std::string& path) {
  // OpenCV has no view on constant pixels; writing does not change them.
  write_picture(cv::Mat(picture.rows, picture.cols, CV_8UC1, const_cast<std::uint8_t*>(picture.pixels.data())), path);
}

}  // namespace sonolist::model
