// The steps that only move, mix or compare numbers. Formats of `from` and `to` may differ.
#pragma once

#include <memory>
#include <vector>

#include "model/compiled/step.h"

namespace sonolist::model {

std::unique_ptr<Step> make_conversion_step(const StoredMap& from, const StoredMap& to);  // the same values
std::unique_ptr<Step> make_sum_step(Activation activation, const StoredMap& a, const StoredMap& b, const StoredMap& to);
std::unique_ptr<Step> make_activation_step(Activation activation, const StoredMap& from, const StoredMap& to);
std::unique_ptr<Step> make_max_pool_step(const Window& window, const StoredMap& from, const StoredMap& to);
std::unique_ptr<Step> make_mean_step(const StoredMap& from, const StoredMap& to);    // `to`: one pixel
std::unique_ptr<Step> make_repeat_step(const StoredMap& from, const StoredMap& to);  // `from`: one pixel
std::unique_ptr<Step> make_resize_step(const StoredMap& from, const StoredMap& to);
std::unique_ptr<Step> make_concatenation_step(const std::vector<StoredMap>& from, const StoredMap& to);
// Rows and columns of `to` that `from` lacks are its last ones; those that `to` lacks are left out.
std::unique_ptr<Step> make_pad_or_crop_step(const StoredMap& from, const StoredMap& to);

}  // namespace sonolist::model
