// sonolist-model: trains networks, makes model packages and tries them out.

#include <c10/util/Exception.h>

#include <exception>
#include <filesystem>
#include <iostream>

#include "model/error.h"
#include "model/tools/commands.h"

namespace {

constexpr int kFailed = 1, kWrongUsage = 2;

int run(int argument_count, char** arguments) {
  using namespace sonolist::model::tools;
  CLI::App application{"Trains, packages and applies the segmentation networks of Sonolist. RESEARCH use only."};
  application.set_version_flag("--version", SONOLIST_VERSION);
  application.require_subcommand(1);
  application.get_formatter()->column_width(36);
  application.option_defaults()->always_capture_default();
  add_train_command(application);
  add_crossval_command(application);
  add_evaluate_command(application);
  add_calibrate_command(application);
  add_report_command(application);
#ifdef SONOLIST_WITH_ONEDNN
  add_quantise_command(application);
#endif
#ifdef SONOLIST_WITH_BOOST
  add_agreement_command(application);
#endif
#ifdef SONOLIST_WITH_OPENCV
  add_predict_command(application);
  add_pack_command(application);
#endif
  add_split_command(application);
  add_check_data_command(application);
  add_phantom_command(application);
  add_export_command(application);
  add_import_command(application);
  add_ensemble_command(application);
  add_apply_command(application);
  add_inspect_command(application);
  try {
    application.parse(argument_count, arguments);
  } catch (const CLI::ParseError& problem) {
    return application.exit(problem) == 0 ? 0 : kWrongUsage;
  }
  return 0;
}

}  // namespace

int main(int argument_count, char** arguments) {
  try {
    return run(argument_count, arguments);
  } catch (const sonolist::model::ModelError& problem) {
    std::cerr << "sonolist-model: " << problem.what() << '\n';
  } catch (const c10::Error& problem) {
    std::cerr << "sonolist-model: LibTorch: " << problem.what_without_backtrace() << '\n';
  } catch (const std::exception& problem) {
    std::cerr << "sonolist-model: " << problem.what() << '\n';
  }
  return kFailed;
}
