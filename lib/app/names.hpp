// SPDX-License-Identifier: Apache-2.0
// The names that a configuration gives, for a shell that completes them: read from files that may be half-edited.
#pragma once

#include <string>
#include <vector>

namespace lapwing::app {

struct Names {
  std::vector<std::string> pollers;
  std::vector<std::string> channels;
  std::vector<std::string> alerts;  ///< of all alert files, the built-in ones too
};

/// In the files' order. What can not be read is left out: no reference is resolved, no value looked at.
Names read_names(std::string const& path);

}  // namespace lapwing::app
