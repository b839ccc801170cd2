// Small ultrasound images for tests, as DICOM files in memory.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace sonolist::processor {

struct ExampleSource {
  int rows = 60, cols = 80, frames = 1;
  bool multi_frame = false;
  bool calibrated = true;  // one 2D region with 0.2 mm per column and 0.1 mm per row
  int region_row = 10, region_col = 8, region_rows = 40, region_cols = 64;
  std::string time_zone;  // (0008,0201), empty: absent
  int series_number = 3;
  int instance_number = 1;
  std::string sop_instance_uid = "1.2.826.0.1.3680043.10.1.3";
  // Grey value of a pixel of the source.
  std::function<std::uint8_t(int frame, int row, int col)> grey = [](int, int, int) { return std::uint8_t{50}; };
};

// Explicit VR Little Endian, RGB.
std::vector<std::uint8_t> make_source_file(const ExampleSource& example);

}  // namespace sonolist::processor
