// SPDX-License-Identifier: Apache-2.0
#include "core/milestone.hpp"

namespace lapwing {

void milestone(std::string_view) {}

}  // namespace lapwing
