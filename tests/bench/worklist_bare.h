// A data base engine with nothing of ours around it: prepared statements, bound values, rows read to the end.
#pragma once

#include <memory>
#include <string>

#include "tests/bench/worklist_tape.h"

namespace sonolist::bench {

class BareEngine {
 public:
  virtual ~BareEngine() = default;

  // Throws std::runtime_error with what the engine says.
  virtual void play(const Unit& unit) = 0;
};

// An existing file with our schema, opened with the product's settings.
std::unique_ptr<BareEngine> open_bare_sqlite(const std::string& path);

// An existing data base with our schema; `connection` as libpq takes it.
std::unique_ptr<BareEngine> open_bare_postgresql(const std::string& connection);

}  // namespace sonolist::bench
