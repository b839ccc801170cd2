#include "model/report/document.h"

#include <filesystem>

#include "model/error.h"
#include "model/package/write_file.h"

namespace sonolist::model::report {
namespace {

constexpr const char* kStyle =
    "body{font:16px/1.5 system-ui,'DejaVu Sans',Arial,sans-serif;color:#222;background:#fff;max-width:1400px;"
    "margin:0 auto;padding:24px}\n"
    "h1{font-size:1.7em;line-height:1.2;margin-bottom:0}h2{margin-top:2em;border-bottom:1px solid #bbb}\n"
    ".warning{border:2px solid #b30000;background:#fff4f0;padding:8px 14px;font-weight:bold}\n"
    ".wide{overflow-x:auto}table{border-collapse:collapse;margin:1em 0;font-size:.86em}\n"
    "caption{caption-side:bottom;text-align:left;padding:6px 0;color:#444}\n"
    "th,td{padding:4px 8px;border-bottom:1px solid #ddd;text-align:right;vertical-align:top}\n"
    "th:first-child{text-align:left}thead th{border-bottom:2px solid #555;vertical-align:bottom}\n"
    "figure{margin:1.5em 0}figure svg{max-width:100%;height:auto}figcaption{color:#444;font-size:.9em}\n"
    "@media (max-width:1250px),print{table{font-size:.72em}th,td{padding:3px 4px}}\n"
    "@media print{body{max-width:none}figure,table{break-inside:avoid}}\n";

struct HtmlBlock {
  std::string operator()(const std::string& paragraph) const { return "<p>" + escape_markup(paragraph) + "</p>\n"; }
  std::string operator()(const Table& table) const { return "<div class=\"wide\">\n" + to_html(table) + "</div>\n"; }
  std::string operator()(const Figure& figure) const {
    return "<figure>\n" + figure.drawing.str() + "<figcaption>" + escape_markup(figure.caption) +
           "</figcaption>\n</figure>\n";
  }
};

struct MarkdownBlock {
  std::string operator()(const std::string& paragraph) const { return paragraph + "\n"; }
  std::string operator()(const Table& table) const { return to_markdown(table); }
  std::string operator()(const Figure& figure) const {
    return "![" + figure.caption + "](" + figure.name + ".svg)\n\n*" + figure.caption + "*\n";
  }
};

struct BlockWriter {
  const std::string& folder;

  void operator()(const std::string&) const {}
  void operator()(const Table& table) const { write_file(folder + "/" + table.name + ".csv", to_csv(table)); }
  void operator()(const Figure& figure) const { write_file(folder + "/" + figure.name + ".svg", figure.drawing.str()); }
};

}  // namespace

std::string to_html(const Document& document) {
  std::string html =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
      escape_markup(document.title) + "</title>\n<style>\n" + kStyle + "</style>\n</head>\n<body>\n" +
      "<header>\n<h1>" + escape_markup(document.title) + "</h1>\n<p>" + escape_markup(document.subtitle) + "</p>\n";
  for (const auto& warning : document.warnings) html += "<p class=\"warning\">" + escape_markup(warning) + "</p>\n";
  html += "</header>\n<main>\n";
  for (const auto& section : document.sections) {
    html += "<section>\n<h2>" + escape_markup(section.title) + "</h2>\n";
    for (const auto& block : section.blocks) html += std::visit(HtmlBlock{}, block);
    html += "</section>\n";
  }
  return html + "</main>\n</body>\n</html>\n";
}

std::string to_markdown(const Document& document) {
  std::string text = "# " + document.title + "\n\n" + document.subtitle + "\n";
  for (const auto& warning : document.warnings) text += "\n> **" + warning + "**\n";
  for (const auto& section : document.sections) {
    text += "\n## " + section.title + "\n";
    for (const auto& block : section.blocks) text += "\n" + std::visit(MarkdownBlock{}, block);
  }
  return text;
}

void write_document(const Document& document, const std::string& folder) {
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  if (failure) throw ModelError(folder + ": cannot be made: " + failure.message());
  for (const auto& section : document.sections) {
    for (const auto& block : section.blocks) std::visit(BlockWriter{folder}, block);
  }
  write_file(folder + "/report.md", to_markdown(document));
  write_file(folder + "/report.html", to_html(document));
}

}  // namespace sonolist::model::report
