// A drawing in SVG 1.1, which browsers show and other programs open. Coordinates are pixels from the upper left.
#pragma once

#include <string>
#include <vector>

namespace sonolist::model::report {

struct Point {
  double x = 0.0, y = 0.0;
};

struct Stroke {
  std::string colour = "#222222";
  double width = 1.0;
  std::string dash;  // "" solid, "6 3" dashes of 6 with gaps of 3
};

enum class Anchor { kStart, kMiddle, kEnd };

struct TextStyle {
  double size = 12.0;
  Anchor anchor = Anchor::kStart;
  std::string colour = "#222222";
  double degrees = 0.0;  // clockwise, about the anchor
  bool bold = false;
};

std::string escape_markup(const std::string& text);  // for content and attributes of XML and HTML
std::string short_number(double value);              // of coordinates: two decimals at most

// Title and description are what a screen reader says.
class Svg {
 public:
  Svg(double width, double height, const std::string& title, const std::string& description = "");

  void line(Point from, Point to, const Stroke& stroke);
  void polyline(const std::vector<Point>& points, const Stroke& stroke);
  void polygon(const std::vector<Point>& points, const std::string& fill, double opacity);
  void rectangle(Point corner, double width, double height, const std::string& fill, const Stroke& stroke = {"none"});
  void circle(Point centre, double radius, const std::string& fill, double opacity = 1.0);
  void text(Point place, const std::string& text, const TextStyle& style = {});
  // `data` as in the attribute d, in units of `scale` pixels from `corner`; the width of the stroke is in pixels.
  void path(Point corner, double scale, const std::string& data, const Stroke& stroke);
  // A picture file, e.g. "image/png", stretched to the rectangle.
  void picture(Point corner, double width, double height, const std::string& type, const std::string& bytes);
  void embed(Point corner, const Svg& drawing);

  double width() const { return width_; }
  double height() const { return height_; }
  std::string str() const;  // a complete document without an XML declaration: also fit to stand inside HTML

 private:
  double width_, height_;
  std::string title_, description_, body_;
};

}  // namespace sonolist::model::report
