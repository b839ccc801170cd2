// A plot: two axes, and lines, points and boxes between them.
#pragma once

#include <string>
#include <vector>

#include "model/report/axis.h"
#include "model/report/svg.h"

namespace sonolist::model::report {

struct PlotOptions {
  double width = 640.0, height = 400.0;
  std::string title, description;
  bool legend = true;
};

struct BoxShape {
  double low = 0.0, lower_quartile = 0.0, median = 0.0, upper_quartile = 0.0, high = 0.0, mean = 0.0;
};

// Not finite values are left out: a line breaks there.
class Plot {
 public:
  Plot(Axis x, Axis y, const PlotOptions& options);

  void line(const std::vector<Point>& points, const Stroke& stroke, const std::string& name = "");
  void points(const std::vector<Point>& points, const std::string& colour, double radius, double opacity,
              const std::string& name = "");
  // About `x`, `width` wide in units of the x axis; the mean is a cross.
  void box(double x, double width, const BoxShape& shape, const std::string& colour);

  Svg svg() const;  // with axes and legend

 private:
  struct LegendEntry {
    std::string name;
    Stroke stroke;
    bool dot;
  };

  Point at(Point value) const;
  void draw_axes();
  void draw_legend(Svg& svg) const;

  Axis x_, y_;
  PlotOptions options_;
  double left_, top_, right_, bottom_;  // of the area between the axes
  Svg svg_;
  std::vector<LegendEntry> legend_;
};

}  // namespace sonolist::model::report
