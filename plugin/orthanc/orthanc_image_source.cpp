#include "plugin/orthanc/orthanc_image_source.h"

namespace sonolist::plugin {
namespace {

using nlohmann::json;

// Runs `read` and reports an answer of another shape than Orthanc documents.
template <typename Read>
auto reading(const std::string& uri, Read read) -> decltype(read()) {
  try {
    return read();
  } catch (const json::exception&) {
    throw ImageSourceError("GET " + uri + " gave an answer that Orthanc does not document");
  }
}

}  // namespace

std::optional<std::string> OrthancImageSource::get_if_found(const std::string& uri) const {
  RestAnswer answer = server_.get(uri);
  if (answer.status == 404) return std::nullopt;
  if (answer.status != 200)
    throw ImageSourceError("GET " + uri + " failed with status " + std::to_string(answer.status));
  return std::move(answer.body);
}

json OrthancImageSource::get_json(const std::string& uri) const {
  const auto body = get_if_found(uri);
  if (!body) throw ImageSourceError("GET " + uri + " failed with status 404");
  return reading(uri, [&] { return json::parse(*body); });
}

ChangesPage OrthancImageSource::changes(std::int64_t since, int limit) {
  const std::string uri = "/changes?since=" + std::to_string(since) + "&limit=" + std::to_string(limit);
  const json answer = get_json(uri);
  return reading(uri, [&] {
    ChangesPage page;
    for (const json& change : answer.at("Changes")) {
      page.changes.push_back({change.at("Seq").get<std::int64_t>(), change.at("ChangeType").get<std::string>(),
                              change.at("ID").get<std::string>()});
    }
    page.last = answer.at("Last").get<std::int64_t>();
    page.done = answer.at("Done").get<bool>();
    return page;
  });
}

std::int64_t OrthancImageSource::last_change() {
  const std::string uri = "/changes?last";
  const json answer = get_json(uri);
  return reading(uri, [&] { return answer.at("Last").get<std::int64_t>(); });
}

std::vector<std::string> OrthancImageSource::instances(std::int64_t since, int limit) {
  const std::string uri = "/instances?since=" + std::to_string(since) + "&limit=" + std::to_string(limit);
  const json answer = get_json(uri);
  return reading(uri, [&] { return answer.get<std::vector<std::string>>(); });
}

std::optional<std::string> OrthancImageSource::sop_class_uid(const std::string& id) {
  return get_if_found("/instances/" + id + "/metadata/SopClassUid");
}

std::optional<std::string> OrthancImageSource::sop_instance_uid(const std::string& id) {
  const std::string uri = "/instances/" + id;
  const auto body = get_if_found(uri);
  if (!body) return std::nullopt;
  return reading(uri, [&] { return json::parse(*body).at("MainDicomTags").at("SOPInstanceUID").get<std::string>(); });
}

std::optional<json> OrthancImageSource::tags(const std::string& id) {
  const std::string uri = "/instances/" + id + "/tags";
  const auto body = get_if_found(uri);
  if (!body) return std::nullopt;
  return reading(uri, [&] { return json::parse(*body); });
}

std::optional<std::string> OrthancImageSource::file(const std::string& id) {
  return get_if_found("/instances/" + id + "/file");
}

std::vector<std::string> OrthancImageSource::instances_of(const std::string& level, const std::string& id) {
  if (level == "instances") return sop_class_uid(id) ? std::vector<std::string>{id} : std::vector<std::string>{};
  const std::string uri = "/" + level + "/" + id + "/instances";
  const auto body = get_if_found(uri);
  if (!body) return {};
  return reading(uri, [&] {
    std::vector<std::string> ids;
    for (const json& instance : json::parse(*body)) ids.push_back(instance.at("ID").get<std::string>());
    return ids;
  });
}

std::vector<std::string> OrthancImageSource::instances_matching(const json& query) {
  const std::string uri = "/tools/find";
  const RestAnswer answer = server_.post(uri, json{{"Level", "Instance"}, {"Query", query}}.dump());
  if (answer.status != 200) {
    throw ImageSourceError("POST " + uri + " failed with status " + std::to_string(answer.status) +
                           ": the query must map DICOM keywords to texts");
  }
  return reading(uri, [&] { return json::parse(answer.body).get<std::vector<std::string>>(); });
}

std::vector<std::string> OrthancImageSource::reports(const std::string& study_instance_uid) {
  return instances_matching({{"StudyInstanceUID", study_instance_uid}, {"Modality", "SR"}});
}

}  // namespace sonolist::plugin
