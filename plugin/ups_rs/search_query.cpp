#include "plugin/ups_rs/search_query.h"

#include <algorithm>
#include <cctype>
#include <sstream>

#include "dicom_sr/json/keyword.h"
#include "dicom_sr/workitem/tags.h"
#include "plugin/http/whole_number.h"
#include "plugin/ups_rs/range_key.h"
#include "plugin/worklist/priority.h"

namespace sonolist::plugin {
namespace {

namespace tag = dicom::tag;

std::vector<std::string> split(const std::string& text, const char* separators) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = text.find_first_of(separators, begin);
    parts.push_back(text.substr(begin, end - begin));
    if (end == std::string::npos) return parts;
    begin = end + 1;
  }
}

// A tag or a keyword as 8 upper-case digits.
std::string tag_of(const std::string& name) {
  std::string digits = name;
  std::transform(digits.begin(), digits.end(), digits.begin(), [](unsigned char c) { return std::toupper(c); });
  if (digits.size() == 8 && digits.find_first_not_of("0123456789ABCDEF") == std::string::npos) return digits;
  if (auto known = dicom::tag_of_keyword(name)) return *std::move(known);
  throw InvalidQuery("The parameter \"" + name +
                     "\" is neither a keyword of an attribute nor a tag of 8 digits (0-9, A-F)");
}

std::vector<std::string> path_of(const std::string& name) {
  std::vector<std::string> path;
  for (const std::string& part : split(name, ".")) path.push_back(tag_of(part));
  if (path.front() == tag::kTransactionUid) throw InvalidQuery("The Transaction UID is not a key (PS3.4 CC.2.5)");
  return path;
}

std::size_t number_of(const std::string& name, const std::string& value) {
  const auto number = parse_whole_number(value);
  if (!number) throw InvalidQuery("The parameter \"" + name + "\" must be a number of zero or more");
  return static_cast<std::size_t>(*number);
}

// "*" asks for everything, as an empty key does.
bool is_universal(const std::string& value) {
  return value.empty() || value == "*";
}

void require_range(const std::string& name, const MatchKey& key) {
  const std::string vr = dicom::vr_of_tag(key.path.back());
  if (vr != "DT" && vr != "DA" && vr != "TM") return;
  if (!parse_range_key(key.value, vr)) {
    throw InvalidQuery("The parameter \"" + name + "\" must be a value of " + vr + " or a range of them (first-last)");
  }
}

bool has_wildcard(const std::string& value) {
  return value.find_first_of("*?") != std::string::npos;
}

// True when the data base can answer the key by itself and exactly as matching on the item would.
bool move_to_filter(const MatchKey& key, IndexedFilter& filter) {
  if (key.path == std::vector<std::string>{tag::kReferencedRequestSequence, tag::kAccessionNumber}) {
    // Only narrows the search: keys of one sequence must match in one and the same item.
    if (!has_wildcard(key.value)) filter.accession_number = key.value;
    return false;
  }
  if (key.path == std::vector<std::string>{tag::kScheduledWorkitemCodeSequence, tag::kCodeValue}) {
    if (has_wildcard(key.value)) return false;
    filter.workitem_code = key.value;
    return true;  // the sequence has one item
  }
  if (key.path.size() != 1) return false;
  const std::string& name = key.path.front();
  if (name == tag::kSopInstanceUid) {
    filter.uids = split(key.value, ",\\");
    return true;
  }
  if (name == tag::kScheduledProcedureStepStartDateTime) {
    const auto range = parse_range_key(key.value, "DT");
    filter.start_from = range->first;
    filter.start_until = range->last;
    return true;
  }
  if (has_wildcard(key.value)) return false;
  if (name == tag::kProcedureStepState) {
    filter.state = parse_step_state(key.value);
    return filter.state.has_value();
  }
  if (name == tag::kScheduledProcedureStepPriority && is_priority(key.value)) {
    filter.priority = key.value;
    return true;
  }
  const std::pair<const char*, std::optional<std::string> IndexedFilter::*> kTexts[] = {
      {tag::kInputReadinessState, &IndexedFilter::input_readiness},
      {tag::kWorklistLabel, &IndexedFilter::worklist_label},
      {tag::kProcedureStepLabel, &IndexedFilter::step_label},
      {tag::kPatientId, &IndexedFilter::patient_id},
  };
  for (const auto& [known, member] : kTexts) {
    if (name != known) continue;
    filter.*member = key.value;
    return true;
  }
  if (name == tag::kStudyInstanceUid && key.value.find_first_of(",\\") == std::string::npos) {
    filter.study_instance_uid = key.value;
    return true;
  }
  return false;
}

void add_include_field(const std::string& value, SearchQuery& query) {
  for (const std::string& field : split(value, ",")) {
    if (field == "all") {
      query.returns_all = true;
    } else {
      query.returned.insert(path_of(field).front());
    }
  }
}

void add_match_key(const std::string& name, const std::string& value, std::set<std::vector<std::string>>& seen,
                   SearchQuery& query) {
  MatchKey key{path_of(name), value};
  if (!seen.insert(key.path).second) throw InvalidQuery("The attribute \"" + name + "\" is given more than once");
  query.returned.insert(key.path.front());
  if (is_universal(key.value)) return;
  require_range(name, key);
  if (!move_to_filter(key, query.filter)) query.keys.push_back(std::move(key));
}

}  // namespace

std::vector<MatchKey> parse_match_keys(const std::vector<std::pair<std::string, std::string>>& keys) {
  std::vector<MatchKey> parsed;
  for (const auto& [name, value] : keys) {
    MatchKey key{path_of(name), value};
    if (is_universal(value)) continue;
    require_range(name, key);
    parsed.push_back(std::move(key));
  }
  return parsed;
}

SearchQuery parse_search_query(const std::vector<std::pair<std::string, std::string>>& parameters) {
  SearchQuery query;
  std::set<std::vector<std::string>> seen;
  std::size_t limit = 0;
  for (const auto& [name, value] : parameters) {
    if (name == "includefield") {
      add_include_field(value, query);
    } else if (name == "limit") {
      limit = number_of(name, value);
    } else if (name == "offset") {
      query.offset = number_of(name, value);
    } else if (name == "fuzzymatching") {
      if (value != "true" && value != "false")
        throw InvalidQuery("The parameter \"fuzzymatching\" must be true or false");
      query.asked_for_fuzzy_matching = value == "true";
    } else if (name != "accept" && name != "charset") {  // these two choose the form of the answer
      add_match_key(name, value, seen, query);
    }
  }
  query.limit_is_ours = limit == 0 || limit > kMaximumResults;
  query.limit = query.limit_is_ours ? kMaximumResults : limit;
  return query;
}

}  // namespace sonolist::plugin
