// Concepts that only the report's tree needs (PS3.16 TID 1600, TID 1602, TID 320) and Sonolist's own statements.
#pragma once

#include "dicom_sr/codes/concepts.h"

namespace sonolist::dicom::code {

inline const Code kImageLibrary{"111028", "DCM", "Image Library"};
inline const Code kImageLibraryGroup{"126200", "DCM", "Image Library Group"};
inline const Code kModality{"121139", "DCM", "Modality"};
inline const Code kUltrasound{"US", "DCM", "Ultrasound"};
inline const Code kIntravascularUltrasound{"IVUS", "DCM", "Intravascular Ultrasound"};
inline const Code kMagneticResonance{"MR", "DCM", "Magnetic Resonance"};
inline const Code kComputedTomography{"CT", "DCM", "Computed Tomography"};
inline const Code kPixelDataRows{"110910", "DCM", "Pixel Data Rows"};
inline const Code kPixelDataColumns{"110911", "DCM", "Pixel Data Columns"};
inline const Code kImageRegion{"111030", "DCM", "Image Region"};

inline const Code kSegmentationResult{"RESULT", kPrivateScheme, "Result of the segmentation"};
inline const Code kStructuresFound{"FOUND", kPrivateScheme, "At least one structure was found"};
inline const Code kNoStructureFound{"NOTFOUND", kPrivateScheme, "No structure was found"};
inline const Code kStructureNotFound{"MISSING", kPrivateScheme, "Structure that was not found"};
inline const Code kIntendedUse{"USE", kPrivateScheme, "Intended use"};
inline const Code kTrainingData{"TRAINING", kPrivateScheme, "Training data"};

// How well our segmentation and that of a person agree: no public scheme has these concepts.
inline const Code kDice{"DICE", kPrivateScheme, "Dice coefficient"};
inline const Code kIntersectionOverUnion{"IOU", kPrivateScheme, "Intersection over union"};
inline const Code kHausdorff95{"HD95", kPrivateScheme, "95% Hausdorff distance"};
inline const Code kAiPixels{"AIPIXELS", kPrivateScheme, "Pixels of the AI segmentation"};
inline const Code kReferencePixels{"REFPIXELS", kPrivateScheme, "Pixels of the reference segmentation"};
inline const Code kReferenceSegment{"REFSEGMENT", kPrivateScheme, "Segment of the reference segmentation"};
inline const Code kOnlyInAi{"ONLYAI", kPrivateScheme, "Structure only in the AI segmentation"};
inline const Code kOnlyInReference{"ONLYREF", kPrivateScheme, "Structure only in the reference segmentation"};
inline const Code kAgreement{"AGREEMENT", kPrivateScheme, "Comparison of segmentations"};

}  // namespace sonolist::dicom::code
