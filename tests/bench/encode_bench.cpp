// Times the encoding of one SEG and one SR, Part 10 bytes in memory included. Writes source.dcm, seg.dcm and sr.dcm
// into the folder given, then answers each line of standard input: "encode" with the milliseconds of one run,
// "bandwidth" with the bytes per second that memory is copied at.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <iostream>
#include <string>
#include <vector>

#include "dicom_sr/file/part10.h"
#include "tests/bench/encode_example.h"

namespace {

using namespace sonolist;

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double encode_once(const bench::EncodeExample& example) {
  const auto start = std::chrono::steady_clock::now();
  const auto segmentation = dicom::make_segmentation(example.source, example.segmentation);
  const auto segmentation_file = dicom::to_part10(*segmentation);
  const auto report = dicom::make_report(example.source, segmentation.get(), example.report);
  const auto report_file = dicom::to_part10(*report);
  return seconds_since(start) * 1000.0;
}

// Bytes read and written per second; the best of several copies of a block that no cache holds.
double copy_bandwidth() {
  constexpr std::size_t kBlock = std::size_t{256} << 20U;
  constexpr int kCopies = 5;
  const std::vector<char> from(kBlock, 1);
  std::vector<char> to(kBlock, 2);
  double best = 0.0;
  for (int i = 0; i < kCopies; ++i) {
    const auto start = std::chrono::steady_clock::now();
    std::memcpy(to.data(), from.data(), kBlock);
    best = std::max(best, 2.0 * kBlock / seconds_since(start));
  }
  return best;
}

void write_example(const bench::EncodeExample& example, const std::string& folder) {
  dicom::write_part10(example.source.dataset(), folder + "/source.dcm");
  const auto segmentation = dicom::make_segmentation(example.source, example.segmentation);
  dicom::write_part10(*segmentation, folder + "/seg.dcm");
  dicom::write_part10(*dicom::make_report(example.source, segmentation.get(), example.report), folder + "/sr.dcm");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: sonolist-encode-bench FOLDER\n";
    return 2;
  }
  try {
    const bench::EncodeExample example = bench::encode_example();
    write_example(example, argv[1]);
    std::string line;
    while (std::getline(std::cin, line)) {
      std::cout << (line == "bandwidth" ? copy_bandwidth() : encode_once(example)) << std::endl;
    }
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "sonolist-encode-bench: " << error.what() << '\n';
    return 1;
  }
}
