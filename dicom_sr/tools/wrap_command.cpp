#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdatset.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "dicom_sr/file/part10.h"
#include "dicom_sr/image/ultrasound_writer.h"
#include "dicom_sr/tools/commands.h"
#include "dicom_sr/tools/picture_file.h"
#include "dicom_sr/workitem/processing_task.h"

namespace sonolist::dicom {
namespace {

struct WrapOptions {
  std::vector<std::string> pictures;
  std::string out;
  int border = 40;
  bool rgb = false;
  UltrasoundOptions ultrasound;
};

void wrap(WrapOptions options) {
  std::vector<RgbFrame> frames;
  for (const std::string& path : expand_folders(options.pictures)) {
    frames.push_back(with_border(read_picture(path), options.border));
  }
  UltrasoundOptions& ultrasound = options.ultrasound;
  if (!frames.empty()) {
    ultrasound.region = {options.border, options.border, frames.front().rows - options.border,
                         frames.front().cols - options.border};
  }
  ultrasound.photometric = options.rgb ? Photometric::kRgb : Photometric::kMonochrome2;
  if (ultrasound.content_date.empty()) {
    const std::string now = now_date_time();
    ultrasound.content_date = now.substr(0, 8);
    ultrasound.content_time = now.substr(8, 6);
  }
  write_part10(*make_ultrasound(frames, ultrasound), options.out);
}

void add_patient_options(CLI::App& command, UltrasoundOptions& ultrasound) {
  command.add_option("--patient-name", ultrasound.patient_name, "PN in UTF-8: Alphabetic=Ideographic=Phonetic");
  command.add_option("--patient-id", ultrasound.patient_id);
  command.add_option("--birth-date", ultrasound.patient_birth_date, "YYYYMMDD");
  command.add_option("--sex", ultrasound.patient_sex)->check(CLI::IsMember({"M", "F", "O"}));
  command.add_option("--accession", ultrasound.accession_number);
}

void add_identity_options(CLI::App& command, UltrasoundOptions& ultrasound) {
  command.add_option("--study-uid", ultrasound.study_instance_uid, "Default: derived from patient, accession, study");
  command.add_option("--series-uid", ultrasound.series_instance_uid, "Default: derived from study and description");
  command.add_option("--instance-uid", ultrasound.sop_instance_uid, "Default: derived from series and pixels");
  command.add_option("--instance-number", ultrasound.instance_number);
  command.add_option("--study-description", ultrasound.study_description);
  command.add_option("--description", ultrasound.series_description, "Series Description");
  command.add_option("--body-part", ultrasound.body_part, "Body Part Examined, e.g. THIGH");
  command.add_option("--laterality", ultrasound.laterality)->check(CLI::IsMember({"L", "R"}));
  command.add_option("--date", ultrasound.content_date, "YYYYMMDD; default: now");
  command.add_option("--time", ultrasound.content_time, "HHMMSS, with --date");
}

}  // namespace

void add_wrap_command(CLI::App& program) {
  auto options = std::make_shared<WrapOptions>();
  CLI::App* command = program.add_subcommand("wrap", "Wrap pictures as an ultrasound image or cine");
  command->add_option("--frames", options->pictures, "PNG, PGM or PPM files, or folders of them")->required();
  command->add_option("--out", options->out, "DICOM file to write")->required();
  command->add_option("--border", options->border, "Black pixels around the picture")->check(CLI::Range(0, 1000));
  command->add_flag("--rgb", options->rgb, "Write RGB instead of MONOCHROME2");
  command->add_option("--mm-per-pixel", options->ultrasound.mm_per_pixel, "0: uncalibrated")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--frame-time-ms", options->ultrasound.frame_time_ms, "Makes a cine even of one frame")
      ->check(CLI::NonNegativeNumber);
  add_patient_options(*command, options->ultrasound);
  add_identity_options(*command, options->ultrasound);
  command->callback([options] { wrap(*options); });
}

}  // namespace sonolist::dicom
