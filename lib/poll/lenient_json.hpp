// SPDX-License-Identifier: Apache-2.0
// JSON as programs really write it: Python's bare NaN and Infinity are read as null, and a file that was cut while its
// writer streamed it says where it ends.
#pragma once

#include "core/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <string_view>

namespace lapwing::poll {

/// No JSON file of a model is this large; what is larger is refused unread.
inline constexpr std::size_t kMaxJsonBytes = std::size_t{16} << 20;

/// No sound file nests deeper; a hostile one must not exhaust the memory.
inline constexpr std::size_t kMaxJsonDepth = 64;

/// Reads exactly one JSON text. NaN, Infinity and -Infinity outside strings become null; of a repeated key the last
/// counts. Errors: invalid (empty, cut short, not JSON, not UTF-8, nested deeper than 64), too_large. The message
/// begins with `file` and, but for a number out of range, names line and column, counted from `first_line` (the line of
/// a JSONL file) and 1.
Result<nlohmann::json> parse_lenient_json(std::string_view bytes, std::string_view file, std::size_t first_line = 1);

}  // namespace lapwing::poll
