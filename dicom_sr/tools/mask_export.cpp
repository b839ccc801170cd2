#include "dicom_sr/tools/mask_export.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <nlohmann/json.hpp>
#include <sstream>
#include <system_error>

#include "dicom_sr/error.h"

namespace sonolist::dicom {
namespace {

void write_file(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) throw DicomError(ErrorClass::kInternal, "cannot write " + path.string() + ": check space and permissions");
}

std::string pgm(const std::vector<std::uint8_t>& mask, int rows, int cols) {
  std::string picture = "P5\n" + std::to_string(cols) + " " + std::to_string(rows) + "\n255\n";
  std::transform(mask.begin(), mask.end(), std::back_inserter(picture),
                 [](std::uint8_t value) { return static_cast<char>(value != 0 ? 0xff : 0x00); });
  return picture;
}

std::string file_name(std::size_t frame) {
  std::ostringstream name;
  name << "frame-" << std::setw(4) << std::setfill('0') << frame << ".pgm";
  return name.str();
}

}  // namespace

void export_masks(const ReadSegmentation& segmentation, const std::string& folder) {
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  if (failure) throw DicomError(ErrorClass::kInternal, "cannot make the folder " + folder + ": " + failure.message());

  nlohmann::json index{{"rows", segmentation.rows},
                       {"cols", segmentation.cols},
                       {"sop_instance_uid", segmentation.sop_instance_uid},
                       {"source_sop_instance_uid", segmentation.source_sop_instance_uid},
                       {"frames", nlohmann::json::array()}};
  for (const SegmentFrame& frame : segmentation.frames) {
    const std::string name = file_name(index["frames"].size() + 1);
    write_file(std::filesystem::path(folder) / name, pgm(frame.mask, segmentation.rows, segmentation.cols));
    index["frames"].push_back({{"file", name},
                               {"segment_number", frame.segment_number},
                               {"label", segment_numbered(segmentation, frame.segment_number).label},
                               {"source_frame", frame.source_frame}});
  }
  write_file(std::filesystem::path(folder) / "index.json",
             index.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

}  // namespace sonolist::dicom
