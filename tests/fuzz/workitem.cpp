// A workitem in DICOM JSON, as a client of the worklist sends it: the codec both ways, and the task it describes; and
// as a data base gives it back, on a good day or after a bad one.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include "dicom_sr/error.h"
#include "dicom_sr/json/dicom_json.h"
#include "dicom_sr/workitem/processing_task.h"

namespace {

using namespace sonolist::dicom;

void read_lazily(const std::string& text) {
  try {
    const LazyDataSet data_set = LazyDataSet::parse(text);
    if (data_set.to_json() != Json::parse(data_set.dump())) __builtin_trap();
    static_cast<void>(data_set.items("00404021"));
  } catch (const DicomError&) {
    // A clear refusal.
  } catch (const Json::exception&) {
    // Likewise, of an attribute.
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  read_lazily({reinterpret_cast<const char*>(bytes), size});
  const auto json = Json::parse(bytes, bytes + size, nullptr, false);
  if (json.is_discarded()) return 0;
  try {
    const auto dataset = from_json(json);
    static_cast<void>(to_json(*dataset));
  } catch (const DicomError&) {
    // A clear refusal.
  }
  try {
    static_cast<void>(to_workitem(from_workitem(json)));
  } catch (const DicomError&) {
    // A clear refusal.
  }
  return 0;
}
