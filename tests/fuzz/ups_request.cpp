// A request to the worklist: method, path, query and body, against a worklist that holds what earlier inputs created.
#include <unistd.h>

#include <filesystem>
#include <sstream>

#include "plugin/ups_rs/ups_handler.h"
#include "plugin/worklist/sql/sql_subscription_store.h"
#include "plugin/worklist/sql/sql_worklist_store.h"
#include "plugin/worklist/sqlite/sqlite_database.h"

namespace {

using namespace sonolist::plugin;

// First line: method, path and parameters separated by blanks, a parameter as name=value. The rest is the body.
HttpRequest read_request(const std::string& text) {
  HttpRequest request;
  request.headers = {{"content-type", "application/dicom+json"}, {"accept", "application/dicom+json"}};
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::istringstream line(text.substr(0, end));
  std::string method, parameter;
  line >> method >> request.path;
  request.path = "/workitems" + request.path;
  request.method = method == "POST" ? HttpMethod::kPost : method == "PUT" ? HttpMethod::kPut : HttpMethod::kGet;
  while (line >> parameter) {
    const std::size_t equals = std::min(parameter.find('='), parameter.size());
    request.query.emplace_back(parameter.substr(0, equals),
                               equals < parameter.size() ? parameter.substr(equals + 1) : "");
  }
  if (end < text.size()) request.body = text.substr(end + 1);
  return request;
}

// A file of this process, because each connection to a data base in memory would see one of its own.
struct Worklist {
  Worklist() = default;
  ~Worklist() { std::filesystem::remove_all(folder); }
  Worklist(const Worklist&) = delete;
  Worklist& operator=(const Worklist&) = delete;

  std::filesystem::path folder = std::filesystem::temp_directory_path() / ("sonolist-fuzz-" + std::to_string(getpid()));
  SqliteDatabase database{folder / "worklist.db"};
  SqlWorklistStore store{database, system_time};
  WorklistService service{store, {}, system_time};
  SqlSubscriptionStore subscription_store{database, system_time};
  SubscriptionService subscriptions{subscription_store, store};
  UpsHandler handler{service, subscriptions, {}, "/workitems"};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static Worklist worklist;
  const HttpResponse response = worklist.handler.handle(read_request({reinterpret_cast<const char*>(bytes), size}));
  if (response.status < 200 || response.status > 599) __builtin_trap();
  return 0;
}
