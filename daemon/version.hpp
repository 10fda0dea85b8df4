// SPDX-License-Identifier: Apache-2.0
// What `lapwing --version` prints: the program's version and its libraries'.
#pragma once

#include <string>

namespace lapwing::daemon {

std::string version_text();

}  // namespace lapwing::daemon
