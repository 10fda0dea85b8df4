// SPDX-License-Identifier: Apache-2.0
// The catalogue for `lapwing metrics`, and as the table in the README.
#pragma once

#include <string>

namespace lapwing::report {

std::string metrics_as_text();
/// The table between the README's markers is exactly this.
std::string metrics_as_markdown();
/// {"metrics": [{"name", "unit", "better": "higher"|"lower"|null, "labels": [..], "source", "meaning"}]}
std::string metrics_as_json();

}  // namespace lapwing::report
