#include "plugin/viewer/viewer_configuration.h"

#include <nlohmann/json.hpp>

namespace sonolist::plugin {

std::string viewer_configuration(std::string_view root, std::string_view dicom_web_root) {
  using nlohmann::json;
  const json data_source = {
      {"friendlyName", "Orthanc"},
      {"name", "orthanc"},
      {"qidoRoot", dicom_web_root},
      {"wadoRoot", dicom_web_root},
      {"wadoUriRoot", dicom_web_root},  // asked for, and never used with the next two
      {"imageRendering", "wadors"},
      {"thumbnailRendering", "wadors"},
      {"qidoSupportsIncludeField", false},
      {"supportsFuzzyMatching", false},
      {"supportsWildcard", true},
      {"enableStudyLazyLoad", true},
      {"omitQuotationForMultipartRequest", true},  // Orthanc takes no quoted media type
      {"bulkDataURI", {{"enabled", true}}},
  };
  const json configuration = {
      {"routerBasename", root},
      {"extensions", json::array()},
      {"modes", json::array()},
      {"showStudyList", true},
      {"maxNumberOfWebWorkers", 2},
      {"investigationalUseDialog", {{"option", "configure"}, {"days", 30}}},  // confirmed once, it comes back then
      {"defaultDataSourceName", "dicomweb"},
      {"dataSources",
       {{{"namespace", "@ohif/extension-default.dataSourcesModule.dicomweb"},
         {"sourceName", "dicomweb"},
         {"configuration", data_source}}}},
  };
  return "window.config = " + configuration.dump(2) + ";\n";
}

}  // namespace sonolist::plugin
