// SPDX-License-Identifier: Apache-2.0
// The project's own files, for tests that read the code.
#pragma once

#include "support/folder.hpp"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace lapwing::test {

/// Every .hpp and .cpp under a folder of the project, sorted.
inline std::vector<std::filesystem::path> sources_under(std::string const& folder) {
  std::vector<std::filesystem::path> files;
  for (auto const& entry :
       std::filesystem::recursive_directory_iterator(std::filesystem::path(LAPWING_SOURCE_DIR) / folder)) {
    auto const extension = entry.path().extension();
    if (entry.is_regular_file() && (extension == ".hpp" || extension == ".cpp")) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

/// The code of a file without comments; strings are kept.
inline std::string code_of(std::filesystem::path const& file) {
  std::string const text = read_file(file.string());
  std::string code;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 2, "//") == 0 && (i == 0 || text[i - 1] != ':')) {
      while (i < text.size() && text[i] != '\n') ++i;
    }
    if (i < text.size()) code += text[i];
  }
  return code;
}

}  // namespace lapwing::test
