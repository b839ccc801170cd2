#include "model/dataset/mask_agreement.h"

namespace sonolist::model {

std::vector<MaskAgreement> mask_agreement(const PackedDataset& dataset, const std::vector<NearDuplicate>& pairs) {
  std::vector<MaskAgreement> agreements(dataset.classes.size());
  const auto pixels = dataset.height * dataset.width;
  for (const auto& pair : pairs) {
    std::vector<std::int64_t> areas(agreements.size()), overlaps(agreements.size());  // area: of both masks together
    const auto* first = dataset.labels.data() + pair.first * pixels;
    const auto* second = dataset.labels.data() + pair.second * pixels;
    for (std::int64_t pixel = 0; pixel < pixels; ++pixel) {
      ++areas.at(first[pixel]);
      ++areas.at(second[pixel]);
      if (first[pixel] == second[pixel]) ++overlaps[first[pixel]];
    }
    for (std::size_t label = 0; label < agreements.size(); ++label) {
      if (areas[label] == 0) continue;
      ++agreements[label].pairs;
      agreements[label].mean_dice += 2.0 * static_cast<double>(overlaps[label]) / static_cast<double>(areas[label]);
    }
  }
  for (auto& agreement : agreements) {
    if (agreement.pairs > 0) agreement.mean_dice /= static_cast<double>(agreement.pairs);
  }
  return agreements;
}

}  // namespace sonolist::model
