// SPDX-License-Identifier: Apache-2.0
// The operator's words with {placeholders}.
//   of what is watched:  {value} {threshold} {metric.name} {labels.NAME}
//   of an event:         {labels.NAME} {fields.NAME}, and {model.accuracy}: the newest value of any metric
#pragma once

#include "core/event_catalogue.hpp"
#include "core/labels.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::rules {

/// What is wrong with a template, if anything: an unknown placeholder, with the nearest, or an open brace. `{{` stands
/// for `{`. `labels` are those that the results carry; absent where that is not known.
std::optional<std::string> check_template(std::string_view text, std::optional<std::vector<std::string>> const& labels);
std::optional<std::string> check_event_template(std::string_view text, EventKind const& kind);

/// The metrics that an event's text names.
std::vector<std::string> metrics_in(std::string_view text);

/// Fills in what `value` says to each placeholder; what it says is not read again.
std::string render_template(std::string_view text, std::function<std::string(std::string_view name)> const& value);

/// The NAME of {labels.NAME}; absent for every other placeholder. So with {fields.NAME}.
std::optional<std::string_view> label_in(std::string_view placeholder);
std::optional<std::string_view> field_in(std::string_view placeholder);

}  // namespace lapwing::rules
