// SPDX-License-Identifier: Apache-2.0
// The files that a `path:` means: one, or those that match it as a glob.
#pragma once

#include "core/result.hpp"

#include <string>
#include <vector>

namespace lapwing::poll {

/// `path` itself where it has no wildcard (*, ?, [) or a file of just that name is there; else the matches but for
/// folders, by name. Whether a path without wildcard is there shows when it is opened. Errors: not_found.
Result<std::vector<std::string>> matching_files(std::string const& path);

}  // namespace lapwing::poll
