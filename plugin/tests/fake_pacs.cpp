#include "plugin/tests/fake_pacs.h"

#include <algorithm>

namespace sonolist::plugin {
namespace {

using nlohmann::json;

json text_tag(const char* name, const std::string& value) {
  return {{"Name", name}, {"Type", "String"}, {"Value", value}};
}

json sequence_tag(const char* name, const std::vector<json>& items) {
  return {{"Name", name}, {"Type", "Sequence"}, {"Value", items}};
}

json text_item(const std::string& code, const std::string& text) {
  return {{"0040,a043", sequence_tag("ConceptNameCodeSequence", {{{"0008,0100", text_tag("CodeValue", code)}}})},
          {"0040,a160", text_tag("TextValue", text)}};
}

json reference(const char* sop_class, const std::string& uid) {
  return {{"0008,1150", text_tag("ReferencedSOPClassUID", sop_class)},
          {"0008,1155", text_tag("ReferencedSOPInstanceUID", uid)}};
}

}  // namespace

void FakePacs::store(const std::string& id, const std::string& sop_class) {
  images_[id] = sop_class;
  changes_.push_back({++sequence_, "NewInstance", id});
  changes_.push_back({++sequence_, "NewSeries", "series"});
}

void FakePacs::store_segmentation(const std::string& id, const std::string& manufacturer,
                                  const std::string& algorithm_type, const std::string& source) {
  const json series{
      {"0008,114a", sequence_tag("ReferencedInstanceSequence",
                                 {{{"0008,1155", text_tag("ReferencedSOPInstanceUID", "1.2." + source)}}})}};
  const json segment{{"0062,0008", text_tag("SegmentAlgorithmType", algorithm_type)}};
  more_tags_[id] = {{"0008,0070", text_tag("Manufacturer", manufacturer)},
                    {"0008,1115", sequence_tag("ReferencedSeriesSequence", {series})},
                    {"0062,0002", sequence_tag("SegmentSequence", {segment})}};
  store(id, kSegmentation);
}

void FakePacs::store_report(const std::string& id, const std::string& model, const std::string& source) {
  const json images{{"0020,000e", text_tag("SeriesInstanceUID", "1.8")},
                    {"0008,1199", sequence_tag("ReferencedSOPSequence", {reference(kUltrasound, "1.2." + source)})}};
  const json segmentations{{"0020,000e", text_tag("SeriesInstanceUID", "1.9")},
                           {"0008,1199", sequence_tag("ReferencedSOPSequence", {reference(kSegmentation, "1.2.seg")})}};
  const json study{{"0008,1115", sequence_tag("ReferencedSeriesSequence", {images, segmentations})}};
  const json group{
      {"0040,a730", sequence_tag("ContentSequence", {text_item("111001", model), text_item("111003", "1.0.0")})}};
  more_tags_[id] = {{"0008,0023", text_tag("ContentDate", "20260228")},
                    {"0008,0033", text_tag("ContentTime", "101112")},
                    {"0008,0070", text_tag("Manufacturer", "Sonolist")},
                    {"0040,a375", sequence_tag("CurrentRequestedProcedureEvidenceSequence", {study})},
                    {"0040,a730", sequence_tag("ContentSequence", {group})}};
  store(id, kReport);
}

ChangesPage FakePacs::changes(std::int64_t since, int limit) {
  ChangesPage page;
  page.last = sequence_;  // the last number, also when its change was deleted
  for (const Change& change : changes_) {
    if (change.sequence <= since) continue;
    if (page.changes.size() == static_cast<std::size_t>(limit)) {
      page.done = false;
      page.last = page.changes.back().sequence;
      break;
    }
    page.changes.push_back(change);
  }
  return page;
}

std::vector<std::string> FakePacs::instances(std::int64_t since, int limit) {
  std::vector<std::string> ids;
  for (const auto& [id, sop_class] : images_) {
    if (since-- <= 0 && ids.size() < static_cast<std::size_t>(limit)) ids.push_back(id);
  }
  return ids;
}

std::optional<std::string> FakePacs::sop_class_uid(const std::string& id) {
  if (id == broken_) throw ImageSourceError("broken");
  const auto found = images_.find(id);
  if (found == images_.end()) return std::nullopt;
  return found->second;
}

std::optional<json> FakePacs::tags(const std::string& id) {
  const auto found = images_.find(id);
  if (found == images_.end()) return std::nullopt;
  json tags{{"0008,0016", text_tag("SOPClassUID", found->second)},
            {"0008,0018", text_tag("SOPInstanceUID", "1.2." + id)},
            {"0008,0060", text_tag("Modality", "US")},
            {"0020,000d", text_tag("StudyInstanceUID", "1.7")},
            {"0020,000e", text_tag("SeriesInstanceUID", "1.8")}};
  if (more_tags_.count(id) != 0) tags.update(more_tags_.at(id));
  return tags;
}

std::vector<std::string> FakePacs::instances_of(const std::string& level, const std::string& id) {
  if (level == "instances") return images_.count(id) != 0 ? std::vector<std::string>{id} : std::vector<std::string>{};
  return instances(0, 1'000'000);
}

std::optional<std::string> FakePacs::file(const std::string& id) {
  const auto found = files_.find(id);
  if (found == files_.end() || images_.count(id) == 0) return std::nullopt;
  return found->second;
}

// Knows the queries that ask for reports or for one instance; any other is for all.
std::vector<std::string> FakePacs::instances_matching(const json& query) {
  if (query.value("Modality", "") == "SR") return reports("");
  std::vector<std::string> ids = instances(0, 1'000'000);
  const std::string uid = query.value("SOPInstanceUID", "");
  const auto differs = [&uid](const std::string& id) { return "1.2." + id != uid; };
  if (!uid.empty()) ids.erase(std::remove_if(ids.begin(), ids.end(), differs), ids.end());
  return ids;
}

std::vector<std::string> FakePacs::reports(const std::string&) {
  std::vector<std::string> ids;
  for (const auto& [id, sop_class] : images_) {
    if (sop_class == kReport) ids.push_back(id);
  }
  return ids;
}

}  // namespace sonolist::plugin
