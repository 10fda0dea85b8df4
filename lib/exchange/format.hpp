// SPDX-License-Identifier: Apache-2.0
// The formats of files with samples. One row a line in each; none holds a line end within a row.
//
//   csv          time,metric,labels,value,unit; RFC 4180, so lines end in CR LF. pandas.read_csv reads it as is
//   jsonl        {"time":…,"metric":…,"labels":{…},"value":…,"unit":…}
//   openmetrics  OpenMetrics 1.0 text with times in seconds, as `promtool tsdb create-blocks-from openmetrics` takes it
//
// Times are RFC 3339 in UTC, labels {a="x", b="y"} as in alert files, values the shortest text that reads back the
// same.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace lapwing::exchange {

enum class Format { csv, jsonl, openmetrics };

std::vector<std::string_view> const& format_names();
std::optional<Format> parse_format(std::string_view name);

/// By the first line that is not blank; absent for what is none of them.
std::optional<Format> guess_format(std::string_view first_line);

}  // namespace lapwing::exchange
