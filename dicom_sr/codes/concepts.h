// Every coded concept that the writers use (sources: PS3.16 context groups). Structures are in
// codes/structures.h.
#pragma once

#include "dicom_sr/codes/code.h"

namespace sonolist::dicom::code {

inline constexpr const char* kPrivateScheme = "99SONOLIST";

// --- Worklist: CID 9231 workitem, CID 9300 discontinuation reasons ---
inline const Code kImageProcessing{"110001", "DCM", "Image Processing"};
inline const Code kDiscontinuedUnspecified{"110513", "DCM", "Discontinued for unspecified reason"};
inline const Code kModel{"MODEL", kPrivateScheme, "Model"};
inline const Code kModelVersion{"MODELVERSION", kPrivateScheme, "Model version"};
inline const Code kWeights{"WEIGHTS", kPrivateScheme, "SHA-256 of the model weights"};
inline const Code kAttempt{"ATTEMPT", kPrivateScheme, "Attempt"};
inline const Code kPerformer{"PERFORMER", kPrivateScheme, "Performer"};
inline const Code kInputLeftOut{"LEFTOUT", kPrivateScheme, "Input left out"};
inline const Code kReasonHandBack{"HANDBACK", kPrivateScheme, "Handed back by a performer that stops"};
inline const Code kReasonTransient{"TRANSIENT", kPrivateScheme, "Transient failure"};
inline const Code kReasonInternal{"INTERNAL", kPrivateScheme, "Internal failure"};
inline const Code kReasonInput{"INPUT", kPrivateScheme, "Input cannot be processed"};
inline const Code kReasonConfiguration{"CONFIGURATION", kPrivateScheme, "Configuration is wrong"};
inline const Code kReasonLease{"LEASE", kPrivateScheme, "Lease of the performer expired"};

// --- Segmentation: CID 7150, 7162, 7202, 7203 ---
inline const Code kAnatomicalStructure{"91723000", "SCT", "Anatomical Structure"};
inline const Code kTissue{"85756007", "SCT", "Tissue"};
inline const Code kSpatialAndRelationalConcept{"309825002", "SCT", "Spatial and Relational Concept"};
inline const Code kBackground{"125040", "DCM", "Background"};
inline const Code kArtificialIntelligence{"123110", "DCM", "Artificial Intelligence"};
inline const Code kSegmentation{"113076", "DCM", "Segmentation"};
inline const Code kSourceImageForProcessing{"121322", "DCM", "Source image for image processing operation"};
inline const Code kAcquisitionEquipment{"109101", "DCM", "Acquisition Equipment"};

// --- Report: TID 1500 and the templates below it ---
inline const Code kImagingMeasurementReport{"126000", "DCM", "Imaging Measurement Report"};
inline const Code kImagingMeasurements{"126010", "DCM", "Imaging Measurements"};
inline const Code kMeasurementGroup{"125007", "DCM", "Measurement Group"};
inline const Code kLanguage{"121049", "DCM", "Language of Content Item and Descendants"};
inline const Code kEnglish{"en", "RFC5646", "English"};
inline const Code kSimplifiedChinese{"zh-CN", "RFC5646", "Chinese (China)"};
inline const Code kObserverType{"121005", "DCM", "Observer Type"};
inline const Code kDevice{"121007", "DCM", "Device"};
inline const Code kDeviceObserverUid{"121012", "DCM", "Device Observer UID"};
inline const Code kDeviceObserverName{"121013", "DCM", "Device Observer Name"};
inline const Code kDeviceObserverManufacturer{"121014", "DCM", "Device Observer Manufacturer"};
inline const Code kDeviceObserverModelName{"121015", "DCM", "Device Observer Model Name"};
inline const Code kDeviceObserverSerialNumber{"121016", "DCM", "Device Observer Serial Number"};
inline const Code kProcedureReported{"121058", "DCM", "Procedure reported"};
inline const Code kImagingProcedure{"363679005", "SCT", "Imaging procedure"};
inline const Code kTrackingIdentifier{"112039", "DCM", "Tracking Identifier"};
inline const Code kTrackingUniqueIdentifier{"112040", "DCM", "Tracking Unique Identifier"};
inline const Code kFinding{"121071", "DCM", "Finding"};
inline const Code kReferencedSegment{"121191", "DCM", "Referenced Segment"};
inline const Code kReferencedSegmentationFrame{"121214", "DCM", "Referenced Segmentation Frame"};
inline const Code kSourceSeriesForSegmentation{"121232", "DCM", "Source series for segmentation"};
inline const Code kSourceImageForSegmentation{"121233", "DCM", "Source image for segmentation"};
inline const Code kMeasurementMethod{"370129005", "SCT", "Measurement Method"};
inline const Code kFindingSite{"363698007", "SCT", "Finding Site"};
inline const Code kLaterality{"272741003", "SCT", "Laterality"};
inline const Code kDerivation{"121401", "DCM", "Derivation"};
inline const Code kAlgorithmName{"111001", "DCM", "Algorithm Name"};
inline const Code kAlgorithmParameters{"111002", "DCM", "Algorithm Parameters"};
inline const Code kAlgorithmVersion{"111003", "DCM", "Algorithm Version"};
inline const Code kQualitativeEvaluations{"C0034375", "UMLS", "Qualitative Evaluations"};
inline const Code kMeasurementFailure{"114006", "DCM", "Measurement failure"};
inline const Code kMeasurementNotAttempted{"114007", "DCM", "Measurement not attempted"};
inline const Code kValueUnknown{"114010", "DCM", "Value unknown"};

// --- Measures: CID 7464, 7470, 7471, 7180 ---
inline const Code kArea{"42798000", "SCT", "Area"};
inline const Code kPerimeter{"131191004", "SCT", "Perimeter"};
inline const Code kMajorAxis{"131187009", "SCT", "Major Axis"};
inline const Code kMinorAxis{"131188004", "SCT", "Minor Axis"};
inline const Code kDepth{"131197000", "SCT", "Depth"};
inline const Code kVolume{"118565006", "SCT", "Volume"};
inline const Code kDistance{"121206", "DCM", "Distance"};
inline const Code kEchogenicity{"110849", "DCM", "Echogenicity"};
inline const Code kProbability{"122157", "DCM", "Probability"};
inline const Code kMean{"373098007", "SCT", "Mean"};
inline const Code kStandardDeviation{"386136009", "SCT", "Standard Deviation"};
inline const Code kMinimum{"255605001", "SCT", "Minimum"};

// --- Units (UCUM) ---
inline const Code kMillimetre{"mm", "UCUM", "millimeter"};
inline const Code kSquareMillimetre{"mm2", "UCUM", "square millimeter"};
inline const Code kCubicMillimetre{"mm3", "UCUM", "cubic millimeter"};
inline const Code kCentimetre{"cm", "UCUM", "centimeter"};
inline const Code kPixels{"{pixels}", "UCUM", "pixels"};
inline const Code kNoUnits{"1", "UCUM", "no units"};
inline const Code kArbitraryUnit{"[arb'U]", "UCUM", "arbitrary unit"};
inline const Code kMillisecond{"ms", "UCUM", "millisecond"};

// --- Laterality: CID 244 ---
inline const Code kRight{"24028007", "SCT", "Right"};
inline const Code kLeft{"7771000", "SCT", "Left"};

}  // namespace sonolist::dicom::code
