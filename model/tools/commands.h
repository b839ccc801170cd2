// The subcommands of sonolist-model. Each function adds one to the application; it runs when the arguments are parsed.
// Failures are thrown: ModelError for what went wrong, CLI::ParseError for wrong usage.
#pragma once

#include <CLI/CLI.hpp>

namespace sonolist::model::tools {

void add_train_command(CLI::App& application);
void add_ensemble_command(CLI::App& application);
void add_crossval_command(CLI::App& application);
void add_evaluate_command(CLI::App& application);
void add_calibrate_command(CLI::App& application);
void add_report_command(CLI::App& application);
void add_export_command(CLI::App& application);
void add_import_command(CLI::App& application);
void add_apply_command(CLI::App& application);
void add_inspect_command(CLI::App& application);
void add_phantom_command(CLI::App& application);
void add_split_command(CLI::App& application);
void add_check_data_command(CLI::App& application);

// These need pictures, thus OpenCV; without it they are not part of the program.
void add_pack_command(CLI::App& application);
void add_predict_command(CLI::App& application);

// Needs oneDNN.
void add_quantise_command(CLI::App& application);

// Needs Boost (its statistics).
void add_agreement_command(CLI::App& application);

}  // namespace sonolist::model::tools
