#include "model/phantom/phantom.h"

#include <memory>
#include <string>

#include "model/error.h"
#include "model/phantom/border_marks.h"
#include "model/phantom/display.h"
#include "model/phantom/lattice_speckle.h"
#include "model/phantom/limb.h"
#include "model/phantom/machine.h"
#include "model/phantom/motion.h"
#include "model/phantom/parameter_ranges.h"
#include "model/phantom/scan_conversion.h"
#include "model/phantom/speckle.h"
#include "model/phantom/speckle_reduction.h"
#include "model/phantom/thigh.h"

namespace sonolist::model {
namespace {

// Streams of a seed; the noise of frame n is stream kNoise + n.
enum Stream : std::uint64_t { kProbe, kAnatomy, kScanner, kScatterers, kPulse, kNoise, kMarks = 1ULL << 32 };

void require_size(const char* name, int size) {
  constexpr int kLeast = 64;
  constexpr int kMost = 4096;
  if (size < kLeast || size > kMost) {
    throw ModelError("Phantom: " + std::string(name) + " is " + std::to_string(size) + "; give " +
                     std::to_string(kLeast) + " to " + std::to_string(kMost) + ".");
  }
}

// Somebody in front of a machine.
struct Examination {
  std::uint64_t seed;  // of all that is still to be drawn
  std::unique_ptr<Anatomy> anatomy;
  Scanner scanner;
  std::vector<Parameter> parameters;
};

Examination draw_examination(const PhantomOptions& options, std::uint64_t seed) {
  const bool anterior = options.scene == PhantomScene::kAnterior;
  Random probe_stream(seed, kProbe);
  Random anatomy_stream(seed, kAnatomy);
  Random scanner_stream(seed, kScanner);
  const Probe probe = anterior ? draw_probe(probe_stream) : draw_linear_probe(probe_stream);
  Examination drawn;
  drawn.seed = seed;
  if (anterior) {
    drawn.anatomy = std::make_unique<Thigh>(probe, anatomy_stream);
  } else {
    drawn.anatomy = std::make_unique<Limb>(probe, anatomy_stream);
  }
  drawn.scanner =
      machine_for(options.scene, options.randomisation, probe, drawn.anatomy->needed_depth_mm(), scanner_stream);
  drawn.parameters = drawn.anatomy->parameters();
  drawn.parameters.push_back({"frequency_mhz", drawn.scanner.frequency_mhz});
  drawn.parameters.push_back({"dynamic_range_db", drawn.scanner.dynamic_range_db});
  return drawn;
}

// Draws until the ranges are kept. The first draw is that of the seed itself.
Examination draw_within_ranges(const PhantomOptions& options) {
  constexpr int kTrials = 2000;
  constexpr std::uint64_t kNextTrial = 0xD1B54A32D192ED03ULL;
  const auto& intervals = held_out_intervals(options.scene);
  for (std::uint64_t trial = 0; trial < kTrials; ++trial) {
    Examination drawn = draw_examination(options, options.seed ^ (trial * kNextTrial));
    if (within(options.ranges, drawn.parameters, intervals)) return drawn;
  }
  throw ModelError("Phantom: seed " + std::to_string(options.seed) +
                   " finds no phantom within its ranges; leave it out.");
}

PolarGrid grid_for(const PhantomOptions& options, const Probe& probe) {
  const bool full = options.detail == PhantomDetail::kFull;
  // The axial step resolves the shortest pulse, the lines the narrowest beam of the full detail; see docs/phantom.md.
  if (options.scene == PhantomScene::kAnterior) return polar_grid(probe, full ? 0.12 : 0.24, full ? 288 : 176);
  return polar_grid(probe, full ? 0.06 : 0.12, full ? 384 : 208);
}

// Envelopes of the frames of one examination.
class Echo {
 public:
  Echo(const PhantomOptions& options, const Examination& of, const PolarGrid& grid)
      : examination_(of), grid_(grid), full_(options.detail == PhantomDetail::kFull) {
    Random stream(of.seed, kScatterers);
    if (full_) {
      scatterers_ = draw_scatterers(*of.anatomy, of.scanner, stream);
      return;
    }
    const Section section = section_of(*of.anatomy, of.scanner.probe, grid);
    const Motion none({0.0, 0.0}, 1.0, 0.0, {0.0, 0.0});
    const Propagation propagation = propagate(*of.anatomy, none, of.scanner, grid, &section);
    at_rest_ = lattice_envelope(section, propagation, of.scanner, grid, stream);
  }

  // Grey levels on the grid.
  std::vector<float> grey(const Motion& motion, std::uint64_t frame) const {
    const Scanner& scanner = examination_.scanner;
    Random noise(examination_.seed, kNoise + frame);
    std::vector<float> grey;
    if (full_) {
      const Propagation propagation = propagate(*examination_.anatomy, motion, scanner, grid_);
      grey = grey_levels(echo_envelope(scatterers_, motion, propagation, scanner, grid_), scanner, grid_, noise);
    } else {
      grey = quick_grey_levels(moved(at_rest_, motion, scanner.probe, grid_), scanner, grid_, noise.bits());
    }
    reduce_speckle(grey, grid_, scanner.speckle_reduction);
    return grey;
  }

 private:
  const Examination& examination_;
  const PolarGrid& grid_;
  bool full_;
  std::vector<Scatterer> scatterers_;  // of the full detail
  std::vector<float> at_rest_;         // envelope of the reduced detail
};

}  // namespace

std::vector<std::string> phantom_classes(PhantomScene scene) {
  if (scene == PhantomScene::kRegional) return {"background", "nerve", "vessel"};
  return {"background", "femur", "adductor_magnus", "semitendinosus", "sciatic_nerve", "femoral_artery"};
}

Phantom draw_phantom(const PhantomOptions& options) {
  require_size("rows", options.rows);
  require_size("cols", options.cols);
  const Examination examination = draw_within_ranges(options);
  const Anatomy& anatomy = *examination.anatomy;
  const Probe& probe = examination.scanner.probe;
  Random pulse_stream(examination.seed, kPulse);
  const Pulse pulse(anatomy, pulse_stream);
  const PolarGrid grid = grid_for(options, probe);
  const PictureGeometry geometry(probe, options.rows, options.cols);
  const Echo echo(options, examination, grid);

  Phantom phantom;
  phantom.rows = options.rows;
  phantom.cols = options.cols;
  phantom.mm_per_pixel = geometry.mm_per_pixel;
  phantom.parameters = examination.parameters;
  for (const double phase : options.phases) {
    const Motion motion = pulse.at(phase);
    PhantomFrame frame{scan_converted(echo.grey(motion, phantom.frames.size()), grid, probe, geometry),
                       labels_of(anatomy, motion, probe, geometry)};
    if (examination.scanner.marks) {
      Random marks(examination.seed, kMarks);
      burn_marks(frame.picture, geometry, probe, marks);
    }
    phantom.frames.push_back(std::move(frame));
  }
  return phantom;
}

}  // namespace sonolist::model
