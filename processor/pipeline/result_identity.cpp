#include "processor/pipeline/result_identity.h"

#include <dcmtk/dcmdata/dctk.h>

#include <array>
#include <ctime>
#include <optional>
#include <regex>

#include "dicom_sr/uid/deterministic_uid.h"

namespace sonolist::processor {
namespace {

constexpr int kLargestNumberedSeries = 20'000'000;  // times 100 still is an IS

std::string name_of(const std::string& kind, const dicom::SourceImage& source, const std::string& model) {
  return kind + "|" + source.sop_instance_uid() + "|" + model;
}

int first_series_number(int source_series_number) {
  const bool usable = source_series_number > 0 && source_series_number <= kLargestNumberedSeries;
  return usable ? source_series_number * 100 : 0;
}

int series_number_of(const dicom::SourceImage& source) {
  Sint32 number = 0;
  const bool found = source.dataset().findAndGetSint32(DCM_SeriesNumber, number).good();
  return found ? static_cast<int>(number) : 0;
}

std::optional<std::chrono::minutes> time_zone_of(const dicom::SourceImage& source) {
  OFString text;
  source.dataset().findAndGetOFString(DCM_TimezoneOffsetFromUTC, text);
  static const std::regex form("([+-])([01][0-9])([0-5][0-9]) *");
  std::cmatch match;
  if (!std::regex_match(text.c_str(), match, form)) return std::nullopt;
  const int minutes = std::stoi(match[2]) * 60 + std::stoi(match[3]);
  return std::chrono::minutes(match[1] == "-" ? -minutes : minutes);
}

}  // namespace

std::string model_identity(const model::Manifest& manifest) {
  const std::string model =
      manifest.name + "|" + manifest.version + "|" + manifest.weights_sha256 + "|" + model::settings_sha256(manifest);
  return manifest.precision.empty() ? model : model + "|" + manifest.precision;
}

dicom::Algorithm algorithm_of(const model::Manifest& manifest) {
  return {manifest.name,
          manifest.version,
          manifest.title,
          manifest.weights_sha256,
          manifest.simulated,
          manifest.precision,
          model::settings_sha256(manifest)};
}

int segmentation_series_number(int source_series_number) {
  return first_series_number(source_series_number) + 51;
}

int report_series_number(int source_series_number) {
  return first_series_number(source_series_number) + 52;
}

int agreement_series_number(const dicom::SourceImage& source) {
  return first_series_number(series_number_of(source)) + 54;
}

ResultIdentity result_identity(const dicom::SourceImage& source, const model::Manifest& manifest,
                               const dicom::OutputOptions& outputs) {
  const std::string model = model_identity(manifest);  // once: it hashes the settings
  const auto uid = [&](const std::string& kind, const std::string& variant) {
    return dicom::deterministic_uid(name_of(kind, source, model) + (variant.empty() ? "" : "|" + variant));
  };
  const std::string segmentation = dicom::segmentation_variant(outputs);
  const std::string report = dicom::report_variant(outputs);
  ResultIdentity identity;
  identity.segmentation_uid = uid("seg", segmentation);
  identity.segmentation_series_uid = uid("seg-series", segmentation);
  identity.report_uid = uid("sr", report);
  identity.report_series_uid = uid("sr-series", report);
  identity.overlay_uid = uid("overlay", "");
  identity.overlay_series_uid = uid("overlay-series", "");
  const int source_number = series_number_of(source);
  identity.segmentation_series_number = segmentation_series_number(source_number);
  identity.report_series_number = report_series_number(source_number);
  identity.overlay_series_number = first_series_number(source_number) + 53;
  return identity;
}

std::string tracking_uid(const dicom::SourceImage& source, const model::Manifest& manifest,
                         const model::StructureClass& structure) {
  return dicom::deterministic_uid(name_of("tracking", source, model_identity(manifest)) + "|" + structure.name);
}

ContentMoment content_moment(const dicom::SourceImage& source, std::chrono::system_clock::time_point now) {
  const std::optional<std::chrono::minutes> zone = time_zone_of(source);
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now + zone.value_or(std::chrono::minutes(0)));
  std::tm parts{};
  if (zone) {
    gmtime_r(&seconds, &parts);
  } else {
    localtime_r(&seconds, &parts);
  }
  std::array<char, 16> date{};
  std::array<char, 16> time{};
  std::strftime(date.data(), date.size(), "%Y%m%d", &parts);
  std::strftime(time.data(), time.size(), "%H%M%S", &parts);
  return {date.data(), time.data()};
}

}  // namespace sonolist::processor
