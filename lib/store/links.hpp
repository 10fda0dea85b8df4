// SPDX-License-Identifier: Apache-2.0
// Links as one text in a column.
#pragma once

#include "core/sample.hpp"

#include <string>
#include <vector>

namespace lapwing::store {

/// Two lines a link; neither a label nor a URL holds a line end.
std::string text_of(std::vector<Link> const& links);
std::vector<Link> read_links(std::string const& text);

}  // namespace lapwing::store
