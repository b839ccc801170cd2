#include "dicom_sr/agreement/distance_transform.h"

#include <limits>

namespace sonolist::dicom {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// One axis of the transform: out[q] = min over p of (spacing*(q-p))^2 + in[p]. The buffers are kept between lines.
class LineTransform {
 public:
  LineTransform(int longest, double spacing)
      : spacing_(spacing), in_(size(longest)), at_(size(longest)), from_(size(longest) + 1) {}

  void apply(double* line, int count, std::size_t stride) {
    for (int i = 0; i < count; ++i) in_[size(i)] = line[size(i) * stride];
    const int parabolas = build_envelope(count);
    if (parabolas == 0) return;  // nothing marked on this line: it stays infinite
    int current = 0;
    for (int q = 0; q < count; ++q) {
      while (current + 1 < parabolas && from_[size(current) + 1] < q) ++current;
      const double distance = spacing_ * (q - at_[size(current)]);
      line[size(q) * stride] = distance * distance + in_[size(at_[size(current)])];
    }
  }

 private:
  static std::size_t size(int value) { return static_cast<std::size_t>(value); }

  // Where the parabola of `right` begins to lie below that of `left`, in elements.
  double crossing(int left, int right) const {
    const double square = spacing_ * spacing_;
    const double l = left;
    const double r = right;
    return ((in_[size(right)] - in_[size(left)]) / square + r * r - l * l) / (2.0 * (r - l));
  }

  int build_envelope(int count) {
    int parabolas = 0;
    for (int q = 0; q < count; ++q) {
      if (in_[size(q)] == kInfinity) continue;
      double begin = -kInfinity;
      while (parabolas > 0) {
        begin = crossing(at_[size(parabolas) - 1], q);
        if (begin > from_[size(parabolas) - 1]) break;
        --parabolas;
      }
      at_[size(parabolas)] = q;
      from_[size(parabolas)] = begin;
      ++parabolas;
    }
    return parabolas;
  }

  double spacing_;
  std::vector<double> in_;
  std::vector<int> at_;       // the parabolas of the envelope, by the element they stand on
  std::vector<double> from_;  // where each begins to be the lowest
};

}  // namespace

std::vector<double> squared_distances(const std::vector<std::uint8_t>& marked, const GridSize& size,
                                      const GridSpacing& spacing) {
  std::vector<double> distances(size.count());
  for (std::size_t i = 0; i < distances.size(); ++i) distances[i] = marked[i] != 0 ? 0.0 : kInfinity;
  const auto cols = static_cast<std::size_t>(size.cols);
  const std::size_t plane = cols * static_cast<std::size_t>(size.rows);
  const auto planes = static_cast<std::size_t>(size.planes);

  LineTransform along_row(size.cols, spacing.col);
  for (std::size_t begin = 0; begin < distances.size(); begin += cols) along_row.apply(&distances[begin], size.cols, 1);
  LineTransform along_column(size.rows, spacing.row);
  for (std::size_t p = 0; p < planes; ++p) {
    for (std::size_t col = 0; col < cols; ++col) along_column.apply(&distances[p * plane + col], size.rows, cols);
  }
  if (size.planes > 1) {
    LineTransform across(size.planes, spacing.plane);
    for (std::size_t at = 0; at < plane; ++at) across.apply(&distances[at], size.planes, plane);
  }
  return distances;
}

}  // namespace sonolist::dicom
