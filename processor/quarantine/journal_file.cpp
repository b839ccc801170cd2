#include "processor/quarantine/journal_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "processor/error.h"

namespace sonolist::processor {
namespace {

using nlohmann::json;

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
  throw ProcessorError(FailureClass::kConfiguration,
                       path + " " + why + "; set StateDirectory to a folder that the processor may write to");
}

// A descriptor that closes itself.
class Descriptor {
 public:
  Descriptor(const std::string& path, int flags) : number_(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {
    if (number_ < 0) refuse(path, std::string("cannot be opened: ") + std::strerror(errno));
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }
  int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

void write_synchronised(const std::string& path, const std::string& text) {
  const Descriptor file(path, O_WRONLY | O_CREAT | O_TRUNC);
  const auto size = static_cast<ssize_t>(text.size());
  if (::write(file.number(), text.data(), text.size()) != size || ::fsync(file.number()) != 0)
    refuse(path, std::string("cannot be written: ") + std::strerror(errno));
}

}  // namespace

std::string journal_path(const std::string& folder, const std::string& processor_name) {
  std::string name = processor_name;
  const auto is_plain = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_'; };
  std::replace_if(
      name.begin(), name.end(), [&](char c) { return !is_plain(c); }, '_');
  return folder + "/" + name + ".journal.json";
}

std::optional<JournalContent> read_journal(const std::string& path) {
  std::ifstream file(path);
  if (!file) return std::nullopt;
  try {
    const json document = json::parse(file);
    return JournalContent{document.at("InWork").get<std::multiset<std::string>>(),
                          document.at("Crashes").get<CrashCounts>()};
  } catch (const json::exception&) {
    throw ProcessorError(FailureClass::kConfiguration, path + " is no journal of crashes; remove it");
  }
}

void write_journal(const std::string& path, const JournalContent& content) {
  const std::string next = path + ".new";
  write_synchronised(next, json{{"InWork", content.in_work}, {"Crashes", content.crashes}}.dump(2) + "\n");
  if (std::rename(next.c_str(), path.c_str()) != 0)
    refuse(path, std::string("cannot be replaced: ") + std::strerror(errno));
  const Descriptor folder(std::filesystem::path(path).parent_path().string(), O_RDONLY | O_DIRECTORY);
  ::fsync(folder.number());
}

int lock_file(const std::string& path) {
  Descriptor file(path, O_RDWR | O_CREAT);
  if (::flock(file.number(), LOCK_EX | LOCK_NB) != 0) {
    throw ProcessorError(FailureClass::kConfiguration,
                         path +
                             " is in use by another processor of this name; give each a Name or a StateDirectory "
                             "of its own, or stop that one first");
  }
  return file.release();
}

}  // namespace sonolist::processor
