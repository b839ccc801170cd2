// The decision what happens to an image. Pure.
#pragma once

#include <string>
#include <vector>

#include "plugin/routing/image_attributes.h"
#include "plugin/routing/rule.h"

namespace sonolist::plugin {

struct RoutingDecision {
  std::vector<Rule> matching;  // one workitem each
  std::string skip_reason;     // a sentence, when no rule matches
};

// Objects that Sonolist made never match, whatever the rules say: a result must not become an input.
RoutingDecision route(const ImageAttributes& image, const std::vector<Rule>& rules);

// The decision if the SOP class alone is enough to skip the image; then its header need not be read.
// `matching` is empty and `skip_reason` empty when it is not.
RoutingDecision route_by_sop_class(const std::string& sop_class_uid, const std::vector<Rule>& rules);

// Any of the Structured Report Storage SOP classes.
bool is_report_class(const std::string& sop_class_uid);

}  // namespace sonolist::plugin
