// SPDX-License-Identifier: Apache-2.0
// The style sheet of every page of ours.
#pragma once

#include <string_view>

namespace lapwing::report {

/// CSS. Colours are variables, once for light and once for dark; text has a contrast of 4.5 or more on what it stands
/// on.
std::string_view page_style();

}  // namespace lapwing::report
