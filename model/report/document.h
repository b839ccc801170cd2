// A report before it is HTML or Markdown.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "model/report/svg.h"
#include "model/report/table.h"

namespace sonolist::model::report {

struct Figure {
  std::string name;     // of its file: "figure-3-iou"
  std::string caption;  // one sentence or two
  Svg drawing;
};

struct Section {
  std::string title;
  std::vector<std::variant<std::string, Table, Figure>> blocks;  // a string is a paragraph
};

struct Document {
  std::string title, subtitle;
  std::vector<std::string> warnings;  // shown before anything else
  std::vector<Section> sections;
};

// One file without any other: drawings inline, no script, no address to load from.
std::string to_html(const Document& document);
// Drawings are linked as NAME.svg beside it.
std::string to_markdown(const Document& document);
// report.html, report.md, and NAME.svg and NAME.csv of every figure and table. The folder is made when missing. Throws
// ModelError naming the file that cannot be written.
void write_document(const Document& document, const std::string& folder);

}  // namespace sonolist::model::report
