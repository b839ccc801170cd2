#include "model/evaluation/distance_transform.h"

#include <cmath>
#include <limits>

namespace sonolist::model {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

// Squared distances along one line of pixels: min over q of values[q] + (step (p - q))^2.
class ParabolaEnvelope {
 public:
  explicit ParabolaEnvelope(int longest)
      : vertex_(static_cast<std::size_t>(longest)), start_(vertex_.size()), copy_(vertex_.size()) {}

  void transform(double* values, int count, std::size_t stride, double step) {
    for (int i = 0; i < count; ++i) copy_[at(i)] = values[at(i) * stride];
    const int parabolas = build(count, step);
    if (parabolas == 0) return;
    int k = 0;
    for (int p = 0; p < count; ++p) {
      while (k + 1 < parabolas && start_[at(k + 1)] < step * p) ++k;
      const double reach = step * (p - vertex_[at(k)]);
      values[at(p) * stride] = copy_[at(vertex_[at(k)])] + reach * reach;
    }
  }

 private:
  static std::size_t at(int index) { return static_cast<std::size_t>(index); }

  // Where the parabola of q begins to be lower than that of the vertex v < q.
  double crossing(int q, int v, double step) const {
    const double right = step * q, left = step * v;
    return ((copy_[at(q)] + right * right) - (copy_[at(v)] + left * left)) / (2.0 * (right - left));
  }

  int build(int count, double step) {
    int parabolas = 0;
    for (int q = 0; q < count; ++q) {
      if (copy_[at(q)] == kInfinite) continue;
      double begin = -kInfinite;
      while (parabolas > 0) {
        begin = crossing(q, vertex_[at(parabolas - 1)], step);
        if (begin > start_[at(parabolas - 1)]) break;
        --parabolas;
        begin = -kInfinite;
      }
      vertex_[at(parabolas)] = q;
      start_[at(parabolas)] = begin;
      ++parabolas;
    }
    return parabolas;
  }

  std::vector<int> vertex_;
  std::vector<double> start_, copy_;
};

}  // namespace

std::vector<double> distances_to_set(const std::vector<std::uint8_t>& set, int rows, int cols, GridSpacing spacing) {
  std::vector<double> distances(set.size());
  for (std::size_t i = 0; i < set.size(); ++i) distances[i] = set[i] != 0 ? 0.0 : kInfinite;
  ParabolaEnvelope envelope(rows > cols ? rows : cols);
  const auto width = static_cast<std::size_t>(cols);
  for (int col = 0; col < cols; ++col) envelope.transform(distances.data() + col, rows, width, spacing.row);
  for (int row = 0; row < rows; ++row) {
    envelope.transform(distances.data() + static_cast<std::size_t>(row) * width, cols, 1, spacing.col);
  }
  for (auto& distance : distances) distance = std::sqrt(distance);
  return distances;
}

}  // namespace sonolist::model
