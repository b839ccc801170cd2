#include "dicom_sr/modules/equipment_modules.h"

#include "dicom_sr/codes/concepts.h"
#include "dicom_sr/modules/attributes.h"

namespace sonolist::dicom {

namespace {

// Of C.12.1.1.5: the device, not its users.
const DcmTagKey kDeviceAttributes[] = {
    DCM_Manufacturer, DCM_ManufacturerModelName, DCM_DeviceSerialNumber, DCM_SoftwareVersions,
    DCM_StationName,  DCM_InstitutionName,       DCM_InstitutionAddress, DCM_InstitutionalDepartmentName};

}  // namespace

void write_equipment(DcmItem& dataset, const Algorithm& algorithm) {
  put_string(dataset, DCM_Manufacturer, kManufacturer);
  put_string(dataset, DCM_ManufacturerModelName, kManufacturerModelName);
  put_string(dataset, DCM_DeviceSerialNumber, algorithm.weights_sha256);
  put_string(dataset, DCM_SoftwareVersions, std::string(SONOLIST_VERSION) + "\\" + algorithm.model_version);
}

void write_contributing_equipment(DcmItem& source, DcmItem& dataset) {
  if (get_value(source, DCM_Manufacturer).empty()) return;
  DcmItem& device = add_item(dataset, DCM_ContributingEquipmentSequence);
  put_code(device, DCM_PurposeOfReferenceCodeSequence, code::kAcquisitionEquipment);
  for (const DcmTagKey& tag : kDeviceAttributes) {
    if (!get_value(source, tag).empty()) copy_attribute(source, device, tag);
  }
}

}  // namespace sonolist::dicom
