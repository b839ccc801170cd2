// Folders that a command reads directly, packed once: reading and scaling thousands of pictures takes longer than the
// first steps of a training.
#pragma once

#include <functional>
#include <string>

#include "model/pictures/picture_folder.h"

namespace sonolist::model {

// SHA-256 over the options and over name, size and time of change of every file in both folders and of the table of
// groups: another value whenever the packed data set could be another. Throws ModelError for a folder that is missing.
std::string folder_key(const PictureFolderOptions& options);

// The data set from `cache_folder`, which is made when missing, or packed anew and left there. The file appears whole
// under its name, so that several runs may do this at once; only its owner may read it. A cache that cannot be written
// or read is no failure: `report` is told, in one sentence, as it is told where the data set came from.
PackedDataset pack_through_cache(const PictureFolderOptions& options, const std::string& cache_folder,
                                 const std::function<void(const std::string&)>& report);

// $XDG_CACHE_HOME/sonolist, else $HOME/.cache/sonolist; empty when neither variable is set.
std::string default_cache_folder();

}  // namespace sonolist::model
