// SPDX-License-Identifier: Apache-2.0
// Text as it stands in HTML.
#pragma once

#include <string>
#include <string_view>

namespace lapwing {

/// For the content of an element and for an attribute in quotes of either kind.
std::string escape_html(std::string_view text);

}  // namespace lapwing
