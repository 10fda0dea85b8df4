// SPDX-License-Identifier: Apache-2.0
// What a model's files say, read a second time, naively: against it, what the program makes of them is checked.
#pragma once

#include "core/time.hpp"

#include <filesystem>
#include <map>
#include <string>

namespace lapwing::test {

/// metric -> training time -> value, from the manifest and every metadata file; metadata wins.
using ModelHistory = std::map<std::string, std::map<TimePoint, double>>;
ModelHistory model_history(std::filesystem::path const& models);

}  // namespace lapwing::test
