// The shape of a network that is made anew.
#pragma once

#include <CLI/CLI.hpp>

#include "model/package/manifest.h"

namespace sonolist::model::tools {

// --architecture, --encoder, --attention, --placement, --output-stride, --decoder-channels, --skip-channels
void add_architecture_options(CLI::App& command, Architecture& architecture);

}  // namespace sonolist::model::tools
