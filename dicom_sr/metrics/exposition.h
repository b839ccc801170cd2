// Metrics as the text that Prometheus reads (text-based exposition format 0.0.4). Nothing of DICOM, but plug-in and
// processor both write it, and this part is all that both may know.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sonolist::metrics {

using Labels = std::vector<std::pair<std::string, std::string>>;  // name, value

enum class Kind { kCounter, kGauge, kHistogram };

// What a histogram has seen so far.
struct HistogramCounts {
  std::vector<double> bounds;         // ascending, each belongs to the bucket that it ends; infinity is left out
  std::vector<std::uint64_t> counts;  // of each bucket alone; one more than bounds: what lies above the last
  double sum = 0.0;
};

// Family after family, each with its samples. Whatever would make the text unreadable is a mistake of the caller's and
// throws std::invalid_argument: a name that is none, a family or a set of labels that was there before. Label values
// and help texts may be anything; bytes that are no UTF-8 are replaced.
class Exposition {
 public:
  static constexpr const char* kContentType = "text/plain; version=0.0.4; charset=utf-8";

  // Samples from here on belong to this family.
  void family(const std::string& name, Kind kind, const std::string& help);
  void sample(const Labels& labels, double value);                         // of a counter or a gauge
  void histogram(const Labels& labels, const HistogramCounts& histogram);  // of a histogram

  const std::string& text() const { return text_; }

 private:
  void require_new(const std::string& labels);
  void line(std::string_view suffix, const std::string& labels, double value);

  std::string text_;
  std::string family_;
  Kind kind_ = Kind::kGauge;
  std::set<std::string> families_, labels_;  // that were there; labels of this family
};

}  // namespace sonolist::metrics
