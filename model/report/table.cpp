#include "model/report/table.h"

#include <cmath>
#include <cstdio>

#include "model/evaluation/evaluation_json.h"
#include "model/report/svg.h"

namespace sonolist::model::report {
namespace {

std::string csv_line(const std::vector<std::string>& fields) {
  std::string line;
  for (std::size_t i = 0; i < fields.size(); ++i) line += (i == 0 ? "" : ",") + csv_field(fields[i]);
  return line + "\n";
}

std::string markdown_line(const std::vector<std::string>& fields) {
  std::string line = "|";
  for (const auto& field : fields) {
    line += ' ';
    for (const char letter : field) line += letter == '|' ? std::string("\\|") : std::string(1, letter);
    line += " |";
  }
  return line + "\n";
}

}  // namespace

std::string to_html(const Table& table) {
  std::string html = "<table>\n<caption>" + escape_markup(table.caption) + "</caption>\n<thead><tr>";
  for (const auto& column : table.columns) html += "<th scope=\"col\">" + escape_markup(column) + "</th>";
  html += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    html += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string tag = i == 0 ? "th" : "td";
      html += "<" + tag + (i == 0 ? " scope=\"row\">" : ">") + escape_markup(row[i]) + "</" + tag + ">";
    }
    html += "</tr>\n";
  }
  return html + "</tbody>\n</table>\n";
}

std::string to_markdown(const Table& table) {
  std::string text = markdown_line(table.columns) + "|";
  for (std::size_t i = 0; i < table.columns.size(); ++i) text += i == 0 ? "---|" : "---:|";
  text += "\n";
  for (const auto& row : table.rows) text += markdown_line(row);
  return text + "\n" + table.caption + "\n";
}

std::string to_csv(const Table& table) {
  std::string text = csv_line(table.columns);
  for (const auto& row : table.rows) text += csv_line(row);
  return text;
}

std::string fixed_text(double value, int decimals) {
  if (!std::isfinite(value)) return "\u2013";
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

std::string p_text(double p) {
  return p < 0.001 ? "< 0.001" : fixed_text(p);
}

}  // namespace sonolist::model::report
