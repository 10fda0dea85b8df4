// SPDX-License-Identifier: Apache-2.0
#include "json.hpp"

#include "command.hpp"

namespace lapwing::daemon {

using nlohmann::ordered_json;

ordered_json as_json(Labels const& labels) {
  auto out = ordered_json::object();
  for (auto const& [name, value] : labels.pairs()) out[name] = value;
  return out;
}

ordered_json as_json(std::optional<double> number) { return number ? ordered_json(*number) : ordered_json(nullptr); }

ordered_json as_json(std::optional<TimePoint> at) { return at ? ordered_json(format_utc(*at)) : ordered_json(nullptr); }

std::string json_text(ordered_json const& value) {
  return value.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

void print_json(ordered_json const& value) { print(json_text(value)); }

}  // namespace lapwing::daemon
