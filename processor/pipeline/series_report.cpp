#include "processor/pipeline/series_report.h"

#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <tuple>

#include "dicom_sr/codes/concepts.h"
#include "dicom_sr/uid/deterministic_uid.h"
#include "processor/pipeline/result_identity.h"
#include "processor/pipeline/statements.h"

namespace sonolist::processor {
namespace {

using Text = std::pair<dicom::Code, std::string>;

Sint32 instance_number(const SeriesImage& image) {
  Sint32 number = 0;
  image.source.dataset().findAndGetSint32(DCM_InstanceNumber, number);
  return number;
}

bool is_before(const SeriesImage& a, const SeriesImage& b) {
  return std::make_tuple(instance_number(a), a.source.sop_instance_uid()) <
         std::make_tuple(instance_number(b), b.source.sop_instance_uid());
}

std::string joined(const std::set<std::string>& uids) {
  std::string text;
  for (const std::string& uid : uids) text += (text.empty() ? "" : ",") + uid;
  return text;
}

std::string name_of(const std::vector<SeriesImage>& images, const std::vector<LeftOutInput>& left_out,
                    const ImageTask& task) {
  std::set<std::string> used, unused;
  for (const SeriesImage& image : images) used.insert(image.source.sop_instance_uid());
  for (const LeftOutInput& input : left_out) unused.insert(input.sop_instance_uid);
  return "|" + images.front().source.series_instance_uid() + "|" + model_identity(task.manifest) + "|" + joined(used) +
         "|" + joined(unused) + "|" + dicom::report_variant(task.outputs);
}

bool is_same(const Text& a, const Text& b) {
  return a.first == b.first && a.second == b.second;
}

bool states(const SeriesImage& image, const Text& text) {
  const auto& texts = image.parts.report.image_texts;
  return std::any_of(texts.begin(), texts.end(), [&](const Text& one) { return is_same(one, text); });
}

std::vector<Text> statements_of(const std::vector<SeriesImage>& images, const Statements& statements) {
  std::vector<Text> texts;
  for (std::size_t i = 0; i < images.size(); ++i) {
    for (const Text& text : images[i].parts.report.image_texts) {
      const bool of_all =
          std::all_of(images.begin(), images.end(), [&](const SeriesImage& image) { return states(image, text); });
      if (!of_all) texts.emplace_back(text.first, statements.of_image(static_cast<int>(i) + 1, text.second));
      if (of_all && i == 0) texts.push_back(text);
    }
  }
  return texts;
}

// Structures that no image shows.
std::vector<dicom::Code> not_found(const std::vector<SeriesImage>& images) {
  std::vector<dicom::Code> structures = images.front().parts.report.structures_not_found;
  for (const SeriesImage& image : images) {
    const auto& missing = image.parts.report.structures_not_found;
    const auto is_found = [&](const dicom::Code& structure) {
      return std::find(missing.begin(), missing.end(), structure) == missing.end();
    };
    structures.erase(std::remove_if(structures.begin(), structures.end(), is_found), structures.end());
  }
  return structures;
}

}  // namespace

ResultObject make_series_report(std::vector<SeriesImage>& images, const std::vector<LeftOutInput>& left_out,
                                const ImageTask& task) {
  std::sort(images.begin(), images.end(), is_before);
  dicom::ReportContent content = images.front().parts.report;  // algorithm, language, date, series number
  const std::string name = name_of(images, left_out, task);
  content.sop_instance_uid = dicom::deterministic_uid("series-sr" + name);
  content.series_instance_uid = dicom::deterministic_uid("series-sr-series" + name);
  content.groups.clear();
  dicom::SourceImages sources;
  std::vector<DcmDataset*> segmentations;
  for (const SeriesImage& image : images) {
    for (dicom::MeasurementGroup group : image.parts.report.groups) {
      group.source_image = static_cast<int>(sources.size());
      group.segmentation = static_cast<int>(segmentations.size());
      content.groups.push_back(std::move(group));
    }
    sources.push_back(&image.source);
    if (image.parts.segmentation) segmentations.push_back(image.parts.segmentation.get());
  }
  const Statements statements(task.outputs.language);
  content.structures_not_found = not_found(images);
  content.image_texts = statements_of(images, statements);
  for (const LeftOutInput& input : left_out) {
    content.image_texts.emplace_back(dicom::code::kInputLeftOut, input.sop_instance_uid + ": " + input.reason);
  }
  return report_object(*dicom::make_series_report(sources, segmentations, content), content);
}

}  // namespace sonolist::processor
