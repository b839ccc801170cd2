// sonolist-fuzz-seeds FOLDER: writes the seed corpus of the readers of DICOM objects,
// FOLDER/{image,segmentation,report}. Small objects of every form that the readers know, made of noise: no image, no
// patient.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <filesystem>
#include <fstream>
#include <iostream>

#include "dicom_sr/file/part10.h"
#include "dicom_sr/tests/result_example.h"
#include "dicom_sr/tests/ultrasound_example.h"

namespace {

namespace fs = std::filesystem;
namespace test = sonolist::dicom::test;
using sonolist::dicom::Compression;
using sonolist::dicom::SegmentationType;

void write(const fs::path& path, const std::vector<std::uint8_t>& bytes) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

void write_images(const fs::path& folder) {
  const std::pair<const char*, E_TransferSyntax> syntaxes[] = {{"implicit", EXS_LittleEndianImplicit},
                                                               {"explicit", EXS_LittleEndianExplicit},
                                                               {"rle", EXS_RLELossless},
                                                               {"jpeg-lossless", EXS_JPEGProcess14SV1},
                                                               {"jpeg-ls", EXS_JPEGLSLossless}};
  for (const auto& [name, syntax] : syntaxes) {
    for (const int frames : {1, 3}) {
      const auto dataset = test::example_ultrasound({}, frames);
      write(folder / (std::string(name) + "-" + std::to_string(frames) + ".dcm"), test::encode(*dataset, syntax));
    }
  }
}

void write_results(const fs::path& folder) {
  for (const int frames : {0, 2}) {
    test::SourceExample example;
    example.rows = 13;
    example.cols = 17;
    example.cine_frames = frames;
    const auto source = test::source_image(example);
    const std::string kind = frames == 0 ? "still" : "cine";
    auto content = test::segmentation_content(source);
    const auto segmentation = sonolist::dicom::make_segmentation(source, content);
    write(folder / "segmentation" / (kind + "-binary.dcm"), sonolist::dicom::to_part10(*segmentation));
    write(folder / "segmentation" / (kind + "-deflated.dcm"),
          sonolist::dicom::to_part10(*segmentation, Compression::kDeflated));
    const auto report = sonolist::dicom::make_report(source, segmentation.get(), test::report_content(source, content));
    write(folder / "report" / (kind + ".dcm"), sonolist::dicom::to_part10(*report));
    content.type = SegmentationType::kFractional;
    const auto fractional = sonolist::dicom::make_segmentation(source, content);
    write(folder / "segmentation" / (kind + "-fractional-rle.dcm"),
          sonolist::dicom::to_part10(*fractional, Compression::kRle));
    // One structure: a label map cannot hold the overlapping noise of several.
    auto single = test::segmentation_content(source, 1);
    single.type = SegmentationType::kLabelMap;
    write(folder / "segmentation" / (kind + "-labelmap.dcm"),
          sonolist::dicom::to_part10(*sonolist::dicom::make_segmentation(source, single)));
  }
  const auto source = test::source_image();
  const auto nothing = sonolist::dicom::make_report(source, nullptr, test::empty_report_content());
  write(folder / "report" / "nothing-found.dcm", sonolist::dicom::to_part10(*nothing));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: sonolist-fuzz-seeds FOLDER\n";
    return 2;
  }
  write_images(fs::path(argv[1]) / "image");
  write_results(argv[1]);
  return 0;
}
