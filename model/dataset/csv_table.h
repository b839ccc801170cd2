// Small comma separated tables that people write by hand or export from a spreadsheet.
#pragma once

#include <string>
#include <vector>

namespace sonolist::model {

struct CsvRow {
  int line = 0;                    // from 1, for messages
  std::vector<std::string> cells;  // without surrounding spaces and quotes
};

// RFC 4180 but that a quoted cell holds no line break. Empty lines and lines that begin with # are left out, as is the
// byte order mark of spreadsheets. Throws ModelError naming file and line for an open quote, and for a file that cannot
// be read.
std::vector<CsvRow> read_csv(const std::string& path);

}  // namespace sonolist::model
