// Which inputs are in work, on disk, so that an input that kills the processor does so twice at most.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <string>

#include "processor/log/log.h"

namespace sonolist::processor {

// An input that the processor did not survive this often is not tried again.
inline constexpr int kCrashesToQuarantine = 2;

// SOP Instance UID -> how often the processor ended while it was in work.
using CrashCounts = std::map<std::string, int>;

// One file per processor name. An entry is there before the input is decoded and goes away afterwards, whatever came of
// it; an entry found at start counts as a crash of its input, also when a person killed the processor. A success clears
// the count. Thread safe.
class CrashJournal {
 public:
  // Takes over the journal of `processor_name` in `folder`, which is made. Throws ProcessorError(kConfiguration) when
  // it cannot be written or another running process holds it. A journal that cannot be read is begun anew, which is
  // logged.
  CrashJournal(const std::string& folder, const std::string& processor_name, const Log& log);
  CrashJournal(const CrashJournal&) = delete;
  CrashJournal& operator=(const CrashJournal&) = delete;
  ~CrashJournal();

  // The crashes that count, of inputs in quarantine and of those that have one more try.
  CrashCounts crashes() const;
  void clear();

  // One input in work, from construction to destruction. An input that crashed before is worked on alone: should it
  // crash again, no other is suspected.
  class Work {
   public:
    // Waits for its turn. Throws ProcessorError: kInput when the input is in quarantine, kTransient when the journal
    // cannot be written.
    Work(CrashJournal& journal, std::string sop_instance_uid);
    Work(const Work&) = delete;
    Work& operator=(const Work&) = delete;
    ~Work();
    void succeeded() { succeeded_ = true; }

   private:
    CrashJournal& journal_;
    const std::string input_;
    bool succeeded_ = false;
  };

 private:
  void begin(const std::string& input);
  void end(const std::string& input, bool succeeded);
  void write();  // with mutex_ held

  const std::string path_;
  int lock_ = -1;  // descriptor
  const Log log_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::multiset<std::string> in_work_;  // guarded by mutex_, as all below
  CrashCounts crashes_;
  int waiting_suspects_ = 0;
  bool suspect_in_work_ = false;
};

// Of any processor, running or not: reads only. Empty when there is no journal. Throws ProcessorError(kConfiguration)
// for one that cannot be read.
CrashCounts read_crashes(const std::string& folder, const std::string& processor_name);

}  // namespace sonolist::processor
