// The sentences that the writers add to a report by themselves, in the report's language.
#pragma once

#include <string>

#include "dicom_sr/codes/language.h"

namespace sonolist::dicom {

std::string research_sentence(Language language);
std::string simulated_training_sentence(Language language);

// `name` said of one frame or image only, counted from 1: "sciatic_nerve, frame 3".
std::string name_on_frame(const std::string& name, int frame, Language language);
std::string name_on_image(const std::string& name, int image, Language language);

// How an agreement report compares: whether lengths are in mm, and what the distance is.
std::string agreement_sentence(bool calibrated, Language language);

}  // namespace sonolist::dicom
