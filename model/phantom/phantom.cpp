#include "model/phantom/phantom.h"

#include <string>

#include "model/error.h"
#include "model/phantom/anatomy.h"
#include "model/phantom/display.h"
#include "model/phantom/motion.h"
#include "model/phantom/propagation.h"
#include "model/phantom/scan_conversion.h"
#include "model/phantom/scanner.h"
#include "model/phantom/speckle.h"

namespace sonolist::model {
namespace {

// Streams of a seed; the noise of frame n is stream kNoise + n.
enum Stream : std::uint64_t { kProbe, kAnatomy, kScanner, kScatterers, kPulse, kNoise };

void require_size(const char* name, int size) {
  constexpr int kLeast = 64;
  constexpr int kMost = 4096;
  if (size < kLeast || size > kMost) {
    throw ModelError("Phantom: " + std::string(name) + " is " + std::to_string(size) + "; give " +
                     std::to_string(kLeast) + " to " + std::to_string(kMost) + ".");
  }
}

}  // namespace

Phantom draw_phantom(const PhantomOptions& options) {
  require_size("rows", options.rows);
  require_size("cols", options.cols);
  const auto stream = [&options](std::uint64_t number) { return Random(options.seed, number); };
  Random probe_stream = stream(kProbe);
  Random anatomy_stream = stream(kAnatomy);
  Random scanner_stream = stream(kScanner);
  Random scatterer_stream = stream(kScatterers);
  Random pulse_stream = stream(kPulse);

  const Probe probe = draw_probe(probe_stream);
  const Anatomy anatomy(probe, anatomy_stream);
  const Scanner scanner = draw_scanner(probe, anatomy.needed_depth_mm(), scanner_stream);
  const Pulse pulse(anatomy, pulse_stream);
  const std::vector<Scatterer> scatterers = draw_scatterers(anatomy, scanner, scatterer_stream);
  const PolarGrid grid = polar_grid(scanner.probe);
  const PictureGeometry geometry(scanner.probe, options.rows, options.cols);

  Phantom phantom;
  phantom.rows = options.rows;
  phantom.cols = options.cols;
  phantom.mm_per_pixel = geometry.mm_per_pixel;
  for (const double phase : options.phases) {
    const Motion motion = pulse.at(phase);
    const Propagation propagation = propagate(anatomy, motion, scanner, grid);
    const std::vector<float> envelope = echo_envelope(scatterers, motion, propagation, scanner, grid);
    Random noise = stream(kNoise + phantom.frames.size());
    const std::vector<float> grey = grey_levels(envelope, scanner, grid, noise);
    phantom.frames.push_back(
        {scan_converted(grey, grid, scanner.probe, geometry), labels_of(anatomy, motion, scanner.probe, geometry)});
  }
  return phantom;
}

}  // namespace sonolist::model
