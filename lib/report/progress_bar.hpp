// SPDX-License-Identifier: Apache-2.0
// How far something is, for a terminal.
#pragma once

#include <cstddef>
#include <string>

namespace lapwing::report {

/// "▕██████    ▏", with so many cells between the edges. Full only when all is done; nothing to do is done.
std::string progress_bar(std::size_t done, std::size_t total, std::size_t cells);

}  // namespace lapwing::report
