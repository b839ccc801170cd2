#include "processor/client/dicomweb_address.h"

#include <boost/algorithm/string.hpp>

namespace sonolist::processor {
namespace {

bool is_absolute(const std::string& url) {
  return boost::istarts_with(url, "http://") || boost::istarts_with(url, "https://");
}

std::string without_final_slashes(const std::string& url) {
  return boost::trim_right_copy_if(url, boost::is_any_of("/"));
}

}  // namespace

std::string instance_url(const std::string& root, const InstanceAddress& address) {
  const std::string study = "/studies/" + address.study_instance_uid;
  const std::string series = "/series/" + address.series_instance_uid;
  const std::string instance = "/instances/" + address.sop_instance_uid;
  if (!is_absolute(address.retrieve_url)) return root + study + series + instance;
  const std::string named = without_final_slashes(address.retrieve_url);
  if (boost::ends_with(named, study)) return named + series + instance;
  if (boost::ends_with(named, series)) return named + instance;
  return named;
}

std::string store_url(const std::string& root, const std::string& storage_url) {
  const std::string named = is_absolute(storage_url) ? without_final_slashes(storage_url) : root;
  const bool names_studies = boost::ends_with(named, "/studies") || boost::contains(named, "/studies/");
  return names_studies ? named : named + "/studies";
}

std::string stored_instance_url(const std::string& store_url, const InstanceAddress& address) {
  InstanceAddress stored = address;
  stored.retrieve_url.clear();
  return instance_url(store_url.substr(0, store_url.rfind("/studies")), stored);
}

}  // namespace sonolist::processor
