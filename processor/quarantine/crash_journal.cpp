#include "processor/quarantine/crash_journal.h"

#include <unistd.h>

#include <filesystem>

#include "processor/error.h"
#include "processor/quarantine/journal_file.h"

namespace sonolist::processor {
namespace {

std::string prepared_path(const std::string& folder, const std::string& processor_name) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    throw ProcessorError(FailureClass::kConfiguration, "the folder " + folder + " cannot be made: " + error.message() +
                                                           "; set StateDirectory to one that can");
  }
  return journal_path(folder, processor_name);
}

JournalContent content_or_empty(const std::string& path, const Log& log) {
  try {
    return read_journal(path).value_or(JournalContent{});
  } catch (const ProcessorError& error) {
    log.warning("the journal of crashes is begun anew", {{"reason", error.what()}});
    return {};
  }
}

}  // namespace

CrashJournal::CrashJournal(const std::string& folder, const std::string& processor_name, const Log& log)
    : path_(prepared_path(folder, processor_name)), lock_(lock_file(path_ + ".lock")), log_(log) {
  const JournalContent found = content_or_empty(path_, log_);
  crashes_ = found.crashes;
  for (const std::string& input : std::set<std::string>(found.in_work.begin(), found.in_work.end())) {
    const int count = ++crashes_[input];
    log_.warning(count < kCrashesToQuarantine ? "the processor ended while an input was in work; it gets another try"
                                              : "the processor ended again while an input was in work; quarantined",
                 {{"crashes", count}});
  }
  write();
}

CrashJournal::~CrashJournal() {
  ::close(lock_);
}

CrashCounts CrashJournal::crashes() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return crashes_;
}

void CrashJournal::clear() {
  const std::lock_guard<std::mutex> lock(mutex_);
  crashes_.clear();
  write();
}

void CrashJournal::begin(const std::string& input) {
  std::unique_lock<std::mutex> lock(mutex_);
  const auto count = crashes_.find(input);
  const int crashes = count == crashes_.end() ? 0 : count->second;
  if (crashes >= kCrashesToQuarantine) {
    throw ProcessorError(FailureClass::kInput, "the image is in quarantine: this processor ended " +
                                                   std::to_string(crashes) +
                                                   " times while working on it (sonolist-processor --quarantine)");
  }
  if (crashes > 0) {
    ++waiting_suspects_;
    changed_.wait(lock, [this] { return in_work_.empty(); });
    --waiting_suspects_;
    suspect_in_work_ = true;
  } else {
    changed_.wait(lock, [this] { return waiting_suspects_ == 0 && !suspect_in_work_; });
  }
  in_work_.insert(input);
  try {
    write();
  } catch (const ProcessorError& error) {
    in_work_.erase(in_work_.find(input));
    suspect_in_work_ = false;
    changed_.notify_all();
    throw ProcessorError(FailureClass::kTransient, error.what());
  }
}

void CrashJournal::end(const std::string& input, bool succeeded) {
  const std::lock_guard<std::mutex> lock(mutex_);
  in_work_.erase(in_work_.find(input));
  suspect_in_work_ = false;  // a suspect is alone
  if (succeeded) crashes_.erase(input);
  changed_.notify_all();
  try {
    write();
  } catch (const ProcessorError& error) {
    log_.error(error.what());  // at worst, a crash too many is counted
  }
}

void CrashJournal::write() {
  write_journal(path_, {in_work_, crashes_});
}

CrashJournal::Work::Work(CrashJournal& journal, std::string sop_instance_uid)
    : journal_(journal), input_(std::move(sop_instance_uid)) {
  journal_.begin(input_);
}

CrashJournal::Work::~Work() {
  journal_.end(input_, succeeded_);
}

CrashCounts read_crashes(const std::string& folder, const std::string& processor_name) {
  const auto content = read_journal(journal_path(folder, processor_name));
  return content ? content->crashes : CrashCounts{};
}

}  // namespace sonolist::processor
