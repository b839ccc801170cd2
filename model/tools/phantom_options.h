// Command line options that describe phantoms.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>

#include "model/phantom/phantom.h"
#include "model/tools/option_values.h"

namespace sonolist::model::tools {

struct PhantomDescription {
  std::int64_t count = 1, cine_frames = 1;
  std::uint64_t first_seed = 1;
  std::string size = "480x640", scene = "anterior", detail = "full", randomisation = "usual", ranges = "all";

  // Of the phantom with this number, counted from 0.
  PhantomOptions at(std::int64_t index) const;

  // For the source of a data set: all that is needed to draw the same again, but for the version of the program.
  std::string statement() const;
};

void add_phantom_options(CLI::App& command, PhantomDescription& description);

}  // namespace sonolist::model::tools
