// SPDX-License-Identifier: Apache-2.0
// Which links a report may make.
#pragma once

#include <string>
#include <string_view>

namespace lapwing::report {

/// The URL as it may stand between brackets, angle brackets, pipes and quotes: what would end any of them is
/// %-encoded. "" where it is no http or https URL, or longer than 2,000 bytes: then its label stands alone.
std::string link_target(std::string_view url);

}  // namespace lapwing::report
