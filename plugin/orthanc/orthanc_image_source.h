// The stored images, through the REST API of Orthanc.
#pragma once

#include "plugin/intake/image_source.h"
#include "plugin/orthanc/orthanc_server.h"

namespace sonolist::plugin {

class OrthancImageSource : public ImageSource {
 public:
  // Borrows the server.
  explicit OrthancImageSource(const OrthancServer& server) : server_(server) {}

  ChangesPage changes(std::int64_t since, int limit) override;
  std::int64_t last_change() override;
  std::vector<std::string> instances(std::int64_t since, int limit) override;
  std::optional<std::string> sop_class_uid(const std::string& id) override;
  std::optional<std::string> sop_instance_uid(const std::string& id) override;
  std::optional<nlohmann::json> tags(const std::string& id) override;
  std::optional<std::string> file(const std::string& id) override;
  std::vector<std::string> instances_of(const std::string& level, const std::string& id) override;
  std::vector<std::string> instances_matching(const nlohmann::json& query) override;
  std::vector<std::string> reports(const std::string& study_instance_uid) override;

 private:
  std::optional<std::string> get_if_found(const std::string& uri) const;
  nlohmann::json get_json(const std::string& uri) const;

  const OrthancServer& server_;
};

}  // namespace sonolist::plugin
