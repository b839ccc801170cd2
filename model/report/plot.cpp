#include "model/report/plot.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace sonolist::model::report {
namespace {

constexpr double kLetter = 6.3;  // mean width of a letter of 12 pixels
const Stroke kGrid{"#dddddd", 1.0, ""}, kFrame{"#555555", 1.0, ""};

bool is_finite(Point point) {
  return std::isfinite(point.x) && std::isfinite(point.y);
}

double widest(const std::vector<Tick>& ticks) {
  std::size_t letters = 1;
  for (const auto& tick : ticks) letters = std::max(letters, tick.text.size());
  return static_cast<double>(letters) * kLetter;
}

}  // namespace

Plot::Plot(Axis x, Axis y, const PlotOptions& options)
    : x_(std::move(x)),
      y_(std::move(y)),
      options_(options),
      left_(30.0 + widest(y_.ticks)),
      top_(options.title.empty() ? 12.0 : 34.0),
      right_(options.width - 14.0),
      bottom_(options.height - 58.0),
      svg_(options.width, options.height, options.title, options.description) {
  draw_axes();
}

Point Plot::at(Point value) const {
  const auto limited = [](double place) { return std::clamp(place, 0.0, 1.0); };
  return {left_ + limited(x_.place(value.x)) * (right_ - left_),
          bottom_ - limited(y_.place(value.y)) * (bottom_ - top_)};
}

void Plot::draw_axes() {
  svg_.text({(left_ + right_) / 2.0, 20.0}, options_.title, {14.0, Anchor::kMiddle, "#222222", 0.0, true});
  for (const auto& tick : y_.ticks) {
    const double y = at({x_.low, tick.value}).y;
    svg_.line({left_, y}, {right_, y}, kGrid);
    svg_.text({left_ - 6.0, y + 4.0}, tick.text, {12.0, Anchor::kEnd});
  }
  for (const auto& tick : x_.ticks) {
    const double x = at({tick.value, y_.low}).x;
    svg_.line({x, top_}, {x, bottom_}, kGrid);
    // A name of several words has a line for each.
    std::istringstream words(tick.text);
    std::string word;
    for (double y = bottom_ + 16.0; words >> word; y += 13.0) svg_.text({x, y}, word, {12.0, Anchor::kMiddle});
  }
  svg_.rectangle({left_, top_}, right_ - left_, bottom_ - top_, "none", kFrame);
  svg_.text({(left_ + right_) / 2.0, options_.height - 10.0}, x_.label, {12.0, Anchor::kMiddle});
  svg_.text({14.0, (top_ + bottom_) / 2.0}, y_.label, {12.0, Anchor::kMiddle, "#222222", -90.0});
}

void Plot::line(const std::vector<Point>& points, const Stroke& stroke, const std::string& name) {
  std::vector<Point> part;
  const auto finish = [&] {
    if (part.size() == 1) svg_.circle(part.front(), stroke.width, stroke.colour);
    if (part.size() > 1) svg_.polyline(part, stroke);
    part.clear();
  };
  for (const auto& point : points) {
    if (is_finite(point)) {
      part.push_back(at(point));
    } else {
      finish();
    }
  }
  finish();
  if (!name.empty()) legend_.push_back({name, stroke, false});
}

void Plot::points(const std::vector<Point>& points, const std::string& colour, double radius, double opacity,
                  const std::string& name) {
  for (const auto& point : points) {
    if (is_finite(point)) svg_.circle(at(point), radius, colour, opacity);
  }
  if (!name.empty()) legend_.push_back({name, {colour, 1.0, ""}, true});
}

void Plot::box(double x, double width, const BoxShape& shape, const std::string& colour) {
  if (!std::isfinite(shape.median)) return;
  const Stroke outline{colour, 1.6, ""};
  const auto corner = at({x - width / 2.0, shape.upper_quartile});
  const auto opposite = at({x + width / 2.0, shape.lower_quartile});
  const double centre = at({x, shape.median}).x;
  svg_.line(at({x, shape.low}), {centre, opposite.y}, outline);
  svg_.line({centre, corner.y}, at({x, shape.high}), outline);
  svg_.polygon({corner, {opposite.x, corner.y}, opposite, {corner.x, opposite.y}}, colour, 0.15);
  svg_.rectangle(corner, opposite.x - corner.x, opposite.y - corner.y, "none", outline);
  const double median = at({x, shape.median}).y, mean = at({x, shape.mean}).y;
  svg_.line({corner.x, median}, {opposite.x, median}, {colour, 3.0, ""});
  svg_.line({centre - 4.0, mean - 4.0}, {centre + 4.0, mean + 4.0}, {"#000000", 1.4, ""});
  svg_.line({centre - 4.0, mean + 4.0}, {centre + 4.0, mean - 4.0}, {"#000000", 1.4, ""});
}

// Below the plot, in a strip of its own: it never covers what is drawn.
void Plot::draw_legend(Svg& svg) const {
  double x = left_, y = options_.height + 8.0;
  for (const auto& entry : legend_) {
    const double width = 46.0 + static_cast<double>(entry.name.size()) * kLetter;
    if (x + width > options_.width && x > left_) {
      x = left_;
      y += 18.0;
    }
    if (entry.dot) {
      svg.circle({x + 12.0, y - 4.0}, 4.0, entry.stroke.colour);
    } else {
      svg.line({x, y - 4.0}, {x + 24.0, y - 4.0}, entry.stroke);
    }
    svg.text({x + 30.0, y}, entry.name);
    x += width;
  }
}

Svg Plot::svg() const {
  if (!options_.legend || legend_.empty()) return svg_;
  double x = left_;
  int rows = 1;
  for (const auto& entry : legend_) {
    const double width = 46.0 + static_cast<double>(entry.name.size()) * kLetter;
    if (x + width > options_.width && x > left_) {
      x = left_;
      ++rows;
    }
    x += width;
  }
  Svg whole(options_.width, options_.height + 18.0 * rows, options_.title, options_.description);
  whole.embed({0.0, 0.0}, svg_);
  draw_legend(whole);
  return whole;
}

}  // namespace sonolist::model::report
