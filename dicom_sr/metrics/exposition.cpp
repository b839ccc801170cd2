#include "dicom_sr/metrics/exposition.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "dicom_sr/json/utf8.h"

namespace sonolist::metrics {
namespace {

constexpr const char* kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
constexpr const char* kLettersAndDigits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
constexpr const char* kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr const char* kBound = "le";

// Colons, which names of metrics may have too, are for rules of the server.
bool is_name(const std::string& text) {
  return !text.empty() && std::string_view(kLetters).find(text.front()) != std::string_view::npos &&
         text.find_first_not_of(kLettersAndDigits) == std::string::npos;
}

std::string to_utf8(const std::string& text) {
  if (dicom::is_utf8(text)) return text;
  std::string ascii;
  for (const char character : text)
    ascii += static_cast<unsigned char>(character) < 0x80 ? std::string(1, character) : kReplacement;
  return ascii;
}

std::string escaped(const std::string& text, bool is_quoted) {
  std::string result;
  for (const char character : to_utf8(text)) {
    if (character == '\n') {
      result += "\\n";
      continue;
    }
    if (character == '\\' || (is_quoted && character == '"')) result += '\\';
    result += character;
  }
  return result;
}

// The shortest text that reads as the same number.
std::string number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

// a="1",b="2": whatever order they come in, the same labels give the same text.
std::string label_text(Labels labels, bool has_bound) {
  std::sort(labels.begin(), labels.end());
  std::string text;
  std::string last;
  for (const auto& [name, value] : labels) {
    const bool is_reserved = name.rfind("__", 0) == 0 || (has_bound && name == kBound);
    if (!is_name(name) || is_reserved || name == last) throw std::invalid_argument("'" + name + "' cannot be a label");
    if (!text.empty()) text += ',';
    text += name + "=\"" + escaped(value, true) + '"';
    last = name;
  }
  return text;
}

const char* to_string(Kind kind) {
  switch (kind) {
    case Kind::kCounter:
      return "counter";
    case Kind::kGauge:
      return "gauge";
    case Kind::kHistogram:
      return "histogram";
  }
  return "untyped";
}

}  // namespace

void Exposition::family(const std::string& name, Kind kind, const std::string& help) {
  if (!is_name(name)) throw std::invalid_argument("'" + name + "' cannot be a metric");
  if (!families_.insert(name).second) throw std::invalid_argument("the metric " + name + " comes twice");
  family_ = name;
  kind_ = kind;
  labels_.clear();
  text_ += "# HELP " + name + ' ' + escaped(help, false) + '\n';
  text_ += "# TYPE " + name + ' ' + to_string(kind) + '\n';
}

void Exposition::sample(const Labels& labels, double value) {
  if (family_.empty() || kind_ == Kind::kHistogram) throw std::invalid_argument("a sample of no counter and no gauge");
  const std::string text = label_text(labels, false);
  require_new(text);
  line("", text, value);
}

void Exposition::histogram(const Labels& labels, const HistogramCounts& histogram) {
  const bool fits = histogram.counts.size() == histogram.bounds.size() + 1;
  if (family_.empty() || kind_ != Kind::kHistogram || !fits) throw std::invalid_argument("no histogram");
  const std::string text = label_text(labels, true);
  require_new(text);
  const std::string before = text + (text.empty() ? "" : ",") + kBound + "=\"";
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
    const bool is_last = i == histogram.bounds.size();
    count += histogram.counts[i];
    const double bound = is_last ? std::numeric_limits<double>::infinity() : histogram.bounds[i];
    line("_bucket", before + number(bound) + '"', static_cast<double>(count));
  }
  line("_sum", text, histogram.sum);
  line("_count", text, static_cast<double>(count));
}

void Exposition::require_new(const std::string& labels) {
  if (!labels_.insert(labels).second) throw std::invalid_argument(family_ + "{" + labels + "} comes twice");
}

void Exposition::line(std::string_view suffix, const std::string& labels, double value) {
  text_ += family_;
  text_ += suffix;
  if (!labels.empty()) text_ += '{' + labels + '}';
  text_ += ' ' + number(value) + '\n';
}

}  // namespace sonolist::metrics
