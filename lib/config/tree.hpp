// SPDX-License-Identifier: Apache-2.0
// Where yaml-cpp is called: from text to a tree.
#pragma once

#include "config/source.hpp"
#include "config/value.hpp"

#include <optional>
#include <string>

namespace lapwing::config {

/// The root of the first document; absent where there is none. `source` looks at the same text. Every defect, a second
/// document too, becomes a problem; the tree is then not to be used.
std::optional<Value> build_tree(std::string const& text, Source const& source, Problems& problems);

}  // namespace lapwing::config
