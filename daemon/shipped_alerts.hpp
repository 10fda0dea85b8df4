// SPDX-License-Identifier: Apache-2.0
// config/alerts.yaml, built in: a first configuration can be written wherever the program is.
#pragma once

#include <string_view>

namespace lapwing::daemon {

std::string_view shipped_alerts();

}  // namespace lapwing::daemon
