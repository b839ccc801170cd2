#include "model/report/svg.h"

#include <cmath>
#include <cstdio>

#include "model/report/base64.h"

namespace sonolist::model::report {
namespace {

const char* anchor_name(Anchor anchor) {
  if (anchor == Anchor::kStart) return "start";
  return anchor == Anchor::kMiddle ? "middle" : "end";
}

std::string attribute(const char* name, const std::string& value) {
  return " " + std::string(name) + "=\"" + escape_markup(value) + "\"";
}

std::string attribute(const char* name, double value) {
  return " " + std::string(name) + "=\"" + short_number(value) + "\"";
}

std::string stroke_attributes(const Stroke& stroke) {
  if (stroke.colour == "none") return {};
  std::string text = attribute("stroke", stroke.colour) + attribute("stroke-width", stroke.width);
  if (!stroke.dash.empty()) text += attribute("stroke-dasharray", stroke.dash);
  return text;
}

std::string points_attribute(const std::vector<Point>& points) {
  std::string text;
  for (const auto& point : points) {
    if (!text.empty()) text += ' ';
    text += short_number(point.x) + ',' + short_number(point.y);
  }
  return " points=\"" + text + "\"";
}

}  // namespace

std::string escape_markup(const std::string& text) {
  std::string escaped;
  for (const char letter : text) {
    switch (letter) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += letter;
    }
  }
  return escaped;
}

std::string short_number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", std::isfinite(value) ? value : 0.0);
  std::string number = text;
  while (number.back() == '0') number.pop_back();
  if (number.back() == '.') number.pop_back();
  return number == "-0" ? "0" : number;
}

Svg::Svg(double width, double height, const std::string& title, const std::string& description)
    : width_(width), height_(height), title_(title), description_(description) {}

void Svg::line(Point from, Point to, const Stroke& stroke) {
  body_ += "<line" + attribute("x1", from.x) + attribute("y1", from.y) + attribute("x2", to.x) + attribute("y2", to.y) +
           stroke_attributes(stroke) + "/>\n";
}

void Svg::polyline(const std::vector<Point>& points, const Stroke& stroke) {
  body_ += "<polyline fill=\"none\" stroke-linejoin=\"round\"" + points_attribute(points) + stroke_attributes(stroke) +
           "/>\n";
}

void Svg::polygon(const std::vector<Point>& points, const std::string& fill, double opacity) {
  body_ +=
      "<polygon" + points_attribute(points) + attribute("fill", fill) + attribute("fill-opacity", opacity) + "/>\n";
}

void Svg::rectangle(Point corner, double width, double height, const std::string& fill, const Stroke& stroke) {
  body_ += "<rect" + attribute("x", corner.x) + attribute("y", corner.y) + attribute("width", width) +
           attribute("height", height) + attribute("fill", fill) + stroke_attributes(stroke) + "/>\n";
}

void Svg::circle(Point centre, double radius, const std::string& fill, double opacity) {
  body_ += "<circle" + attribute("cx", centre.x) + attribute("cy", centre.y) + attribute("r", radius) +
           attribute("fill", fill) + attribute("fill-opacity", opacity) + "/>\n";
}

void Svg::text(Point place, const std::string& text, const TextStyle& style) {
  if (text.empty()) return;
  body_ += "<text" + attribute("x", place.x) + attribute("y", place.y) + attribute("font-size", style.size) +
           attribute("fill", style.colour) + attribute("text-anchor", std::string(anchor_name(style.anchor)));
  if (style.bold) body_ += " font-weight=\"bold\"";
  if (style.degrees != 0.0) {
    body_ += attribute("transform", "rotate(" + short_number(style.degrees) + " " + short_number(place.x) + " " +
                                        short_number(place.y) + ")");
  }
  body_ += ">" + escape_markup(text) + "</text>\n";
}

void Svg::path(Point corner, double scale, const std::string& data, const Stroke& stroke) {
  body_ += "<path fill=\"none\" vector-effect=\"non-scaling-stroke\"" +
           attribute("transform", "translate(" + short_number(corner.x) + " " + short_number(corner.y) + ") scale(" +
                                      std::to_string(scale) + ")") +
           attribute("d", data) + stroke_attributes(stroke) + "/>\n";
}

void Svg::picture(Point corner, double width, double height, const std::string& type, const std::string& bytes) {
  body_ += "<image preserveAspectRatio=\"none\"" + attribute("x", corner.x) + attribute("y", corner.y) +
           attribute("width", width) + attribute("height", height) + " href=\"data:" + type + ";base64," +
           base64(bytes) + "\"/>\n";
}

void Svg::embed(Point corner, const Svg& drawing) {
  body_ += "<g" + attribute("transform", "translate(" + short_number(corner.x) + " " + short_number(corner.y) + ")") +
           ">\n" + drawing.body_ + "</g>\n";
}

std::string Svg::str() const {
  std::string text =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"" + attribute("width", width_) +
      attribute("height", height_) + attribute("viewBox", "0 0 " + short_number(width_) + " " + short_number(height_)) +
      " font-family=\"system-ui, 'DejaVu Sans', Arial, sans-serif\">\n<title>" + escape_markup(title_) + "</title>\n";
  if (!description_.empty()) text += "<desc>" + escape_markup(description_) + "</desc>\n";
  return text + "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n" + body_ + "</svg>\n";
}

}  // namespace sonolist::model::report
