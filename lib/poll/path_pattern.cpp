// SPDX-License-Identifier: Apache-2.0
#include "poll/path_pattern.hpp"

#include <glob.h>

#include <algorithm>
#include <filesystem>

namespace lapwing::poll {

Result<std::vector<std::string>> matching_files(std::string const& path) {
  std::error_code ignored;
  if (path.find_first_of("*?[") == path.npos || std::filesystem::exists(path, ignored)) return std::vector{path};
  ::glob_t found{};
  int const code = ::glob(path.c_str(), GLOB_NOSORT, nullptr, &found);
  std::vector<std::string> files;
  for (std::size_t i = 0; code == 0 && i < found.gl_pathc; ++i) {
    if (!std::filesystem::is_directory(found.gl_pathv[i], ignored)) files.emplace_back(found.gl_pathv[i]);
  }
  ::globfree(&found);
  if (files.empty())
    return Error{ErrorKind::not_found, "no file matches " + path + "; check `path`, or the job that writes it"};
  std::ranges::sort(files);
  return files;
}

}  // namespace lapwing::poll
