#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <tuple>

#include "dicom_sr/error.h"
#include "dicom_sr/file/part10.h"
#include "dicom_sr/segmentation/segmentation_type.h"
#include "dicom_sr/tools/commands.h"
#include "dicom_sr/tools/dataset_builder.h"
#include "dicom_sr/tools/dicom_files.h"
#include "dicom_sr/tools/progress_line.h"

namespace sonolist::dicom {
namespace {

struct DatasetOptions {
  std::vector<std::string> images, segmentations, classes;
  std::string size = "480x640", out, source, salt;
  int every = 1;
  bool ignore_other_segments = false, simulated = false;
};

using FilesByImage = std::map<std::string, std::vector<std::string>>;  // SOP Instance UID -> files of segmentations

// A folder's error names the file: the sentence alone would not say which of thousands.
template <typename Work>
auto naming_file(const std::string& path, Work work) {
  try {
    return work();
  } catch (const DicomError& problem) {
    const std::string sentence = problem.what();
    if (sentence.find(path) != std::string::npos) throw;
    throw DicomError(problem.error_class(), path + ": " + sentence);
  }
}

std::string uid_in(DcmDataset& dataset, const DcmTagKey& tag) {
  OFString value;
  dataset.findAndGetOFString(tag, value);
  return {value.c_str(), value.size()};
}

bool is_segmentation(DcmDataset& dataset) {
  const auto sop_class = uid_in(dataset, DCM_SOPClassUID);
  return sop_class == UID_SegmentationStorage || sop_class == kLabelMapSegmentationStorage;
}

std::vector<std::string> dicom_files_below(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const auto& path : files_below(paths)) {
    if (looks_like_dicom(path)) files.push_back(path);
  }
  return files;
}

FilesByImage segmentations_by_image(const std::vector<std::string>& paths) {
  FilesByImage by_image;
  const auto files = dicom_files_below(paths);
  ProgressLine progress("segmentations", files.size());
  std::size_t done = 0;
  for (const auto& path : files) {
    naming_file(path, [&] {
      const auto dataset = read_part10(path);
      if (!is_segmentation(*dataset)) return;
      for (const auto& image : read_segmentation(*dataset).images) by_image[image.sop_instance_uid].push_back(path);
    });
    progress.show(++done);
  }
  return by_image;
}

// A segmentation of a whole series is asked for once for each of its images, one after the other.
class SegmentationFiles {
 public:
  const ReadSegmentation& read(const std::string& path) {
    const auto known = read_.find(path);
    if (known != read_.end()) return known->second;
    return read_.emplace(path, naming_file(path, [&] { return read_segmentation(*read_part10(path)); })).first->second;
  }

  void keep_only(const std::vector<std::string>& paths) {
    const std::set<std::string> wanted(paths.begin(), paths.end());
    for (auto at = read_.begin(); at != read_.end();)
      at = wanted.count(at->first) == 0 ? read_.erase(at) : std::next(at);
  }

 private:
  std::map<std::string, ReadSegmentation> read_;
};

struct Tally {
  std::set<std::string> images_used;
  std::size_t without_segmentation = 0;
};

void add_image(const std::string& path, const FilesByImage& by_image, SegmentationFiles& segmentations,
               DatasetBuilder& builder, Tally& tally) {
  const auto uid = [&] {
    const auto dataset = read_part10(path);
    return is_segmentation(*dataset) ? std::string() : uid_in(*dataset, DCM_SOPInstanceUID);
  }();
  if (uid.empty() || tally.images_used.count(uid) != 0) return;  // a segmentation, or a second copy
  const auto found = by_image.find(uid);
  if (found == by_image.end()) {
    ++tally.without_segmentation;
    return;
  }
  segmentations.keep_only(found->second);
  std::vector<NamedSegmentation> named;
  for (const auto& file : found->second) named.push_back({file, &segmentations.read(file)});
  builder.add(SourceImage::from_file(path), named);
  tally.images_used.insert(uid);
}

void report_left_out(const FilesByImage& by_image, const Tally& tally) {
  if (tally.without_segmentation > 0) {
    std::cerr << tally.without_segmentation << " DICOM files left out: no segmentation names them\n";
  }
  const auto missing = by_image.size() - tally.images_used.size();
  if (missing > 0) std::cerr << missing << " images that segmentations name were not found in --images\n";
}

std::pair<std::int64_t, std::int64_t> height_and_width(const std::string& text) {
  std::istringstream in(text);
  std::int64_t height = 0, width = 0;
  char cross = 0;
  if (!(in >> height >> cross >> width) || cross != 'x' || !in.eof() || height < 1 || width < 1 || height > 65536 ||
      width > 65536) {
    throw CLI::ValidationError("--size", "'" + text + "' is not HEIGHTxWIDTH, such as 480x640");
  }
  return {height, width};
}

DatasetRules rules_of(const DatasetOptions& options) {
  DatasetRules rules;
  std::set<std::string> names;
  for (const auto& text : options.classes) {
    rules.labels.classes.push_back(parse_segment_class(text));
    if (!names.insert(rules.labels.classes.back().name).second) {
      throw CLI::ValidationError("--classes", "'" + rules.labels.classes.back().name + "' stands twice");
    }
  }
  if (names.size() > 255) throw CLI::ValidationError("--classes", "at most 255 classes");
  rules.labels.ignore_other_segments = options.ignore_other_segments;
  std::tie(rules.height, rules.width) = height_and_width(options.size);
  rules.every = options.every;
  rules.salt = options.salt;
  return rules;
}

void make_dataset(const DatasetOptions& options) {
  DatasetBuilder builder(rules_of(options), options.source, options.simulated);
  const auto by_image = segmentations_by_image(options.segmentations);
  if (by_image.empty()) throw DicomError(ErrorClass::kInput, "--segmentations: holds no DICOM Segmentation");
  SegmentationFiles segmentations;
  Tally tally;
  {
    const auto files = dicom_files_below(options.images);
    ProgressLine progress("images", files.size());
    std::size_t done = 0;
    for (const auto& path : files) {
      naming_file(path, [&] { add_image(path, by_image, segmentations, builder, tally); });
      progress.show(++done);
    }
  }
  report_left_out(by_image, tally);
  const auto& dataset = builder.dataset();
  if (dataset.count == 0) {
    throw DicomError(ErrorClass::kInput,
                     "--images: holds no image that a segmentation names (by its SOP Instance UID); are they of the "
                     "same export, before UIDs were replaced?");
  }
  model::write_packed(dataset, options.out);
  const std::set<std::string> groups(dataset.groups.begin(), dataset.groups.end());
  std::cout << options.out << ": " << dataset.count << " pictures of " << dataset.height << "x" << dataset.width
            << " from " << tally.images_used.size() << " images, " << groups.size() << " groups, "
            << dataset.classes.size() << " classes with the background\n";
}

}  // namespace

void add_dataset_command(CLI::App& program) {
  auto options = std::make_shared<DatasetOptions>();
  CLI::App* command =
      program.add_subcommand("dataset", "Pack images and their segmentations (SEG) as a data set for training");
  command->add_option("--images", options->images, "DICOM images, or folders of them")->required();
  command
      ->add_option("--segmentations", options->segmentations, "SEG files, or folders of them; may be the same folder")
      ->required();
  command
      ->add_option("--classes", options->classes,
                   "NAME or NAME=SCHEME:VALUE, comma separated: segments by label, or by Segmented Property Type")
      ->required()
      ->delimiter(',');
  command->add_flag("--ignore-other-segments", options->ignore_other_segments, "Segments of no class are background");
  command->add_option("--size", options->size, "HEIGHTxWIDTH to which the ultrasound regions are stretched");
  command->add_option("--every", options->every, "Every so many of the segmented frames of a cine")
      ->check(CLI::PositiveNumber);
  command->add_option("--salt", options->salt,
                      "Secret text in the pseudonyms of patients: without it they can be guessed from short IDs");
  command->add_option("--source", options->source, "Where the images come from and their licence; no patient data");
  command->add_flag("--simulated", options->simulated, "The images are SIMULATED");
  command->add_option("--out", options->out, "File to write")->required();
  command->callback([options] { make_dataset(*options); });
}

}  // namespace sonolist::dicom
