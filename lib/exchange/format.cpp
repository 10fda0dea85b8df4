// SPDX-License-Identifier: Apache-2.0
#include "exchange/format.hpp"

#include "exchange/row_parser.hpp"

#include <algorithm>

namespace lapwing::exchange {

std::vector<std::string_view> const& format_names() {
  static std::vector<std::string_view> const names{"csv", "jsonl", "openmetrics"};
  return names;
}

std::optional<Format> parse_format(std::string_view name) {
  auto const found = std::ranges::find(format_names(), name);
  if (found == format_names().end()) return std::nullopt;
  return Format(found - format_names().begin());
}

std::optional<Format> guess_format(std::string_view first_line) {
  if (first_line.starts_with("# ") || first_line.starts_with("lapwing_")) return Format::openmetrics;
  if (first_line.find("\"metric\"") != first_line.npos && first_line.find("\"value\"") != first_line.npos)
    return Format::jsonl;
  if (RowParser(Format::csv).begin(first_line)) return Format::csv;
  return std::nullopt;
}

}  // namespace lapwing::exchange
