// SPDX-License-Identifier: Apache-2.0
// The few values of a scan report that matter here. A report on a container image may be 100 MB, nearly all of it
// descriptions and package lists: they are skipped as they are read.
#pragma once

#include "core/result.hpp"
#include "poll/byte_source.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace lapwing::poll {

struct ReportLimits {
  std::size_t bytes = std::size_t{256} << 20;  ///< of the unpacked text
  std::size_t values = 1'000'000;              ///< that are kept: some 100,000 findings
};

/// Reads exactly one JSON text and keeps, at any depth, only the members whose names stand in `keys`, and all elements
/// of arrays; kept strings are cut to 500 characters. Errors: of the reader; invalid (not JSON: a table, UTF-16, cut
/// short, nested deeper than kMaxJsonDepth, not UTF-8), too_large. The message begins with `file`.
Result<nlohmann::json> read_report(ReadBytes read, std::string_view file, std::span<std::string_view const> keys,
                                   ReportLimits limits = {});

/// The member of that name, or null: also where `value` is no object.
nlohmann::json const& member(nlohmann::json const& value, std::string_view key);
/// The text of a member; "" for anything that is no text.
std::string text_of(nlohmann::json const& value, std::string_view key);
/// A whole number that is not negative; 0 for anything else.
std::size_t count_of(nlohmann::json const& value, std::string_view key);

}  // namespace lapwing::poll
