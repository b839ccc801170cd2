// The crash journal on disk.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "processor/quarantine/crash_journal.h"

namespace sonolist::processor {

struct JournalContent {
  std::multiset<std::string> in_work;
  CrashCounts crashes;
};

// "<folder>/<name>.journal.json"; characters of the name that a file should not have become "_".
std::string journal_path(const std::string& folder, const std::string& processor_name);

// Nothing when there is no such file. Throws ProcessorError(kConfiguration) when it is no journal.
std::optional<JournalContent> read_journal(const std::string& path);

// All or nothing, also in a power cut: a new file, synchronised, takes the place of the old one. Throws
// ProcessorError(kConfiguration) naming the path.
void write_journal(const std::string& path, const JournalContent& content);

// Holds the file `path` for this process until the descriptor returned is closed. Throws
// ProcessorError(kConfiguration) when it cannot be made or another process holds it.
int lock_file(const std::string& path);

}  // namespace sonolist::processor
