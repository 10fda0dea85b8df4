// SPDX-License-Identifier: Apache-2.0
#include "report/poller_list.hpp"

#include <nlohmann/json.hpp>

namespace lapwing::report {

using nlohmann::ordered_json;

std::string pollers_as_json(std::vector<PollerState> const& pollers) {
  auto const instant = [](std::optional<TimePoint> at) { return at ? ordered_json(format_utc(*at)) : ordered_json(); };
  auto list = ordered_json::array();
  for (auto const& poller : pollers) {
    auto const& record = poller.record;
    auto one = ordered_json::object();
    one["poller"] = poller.name;
    one["type"] = poller.type;
    one["every"] = poller.every;
    one["last_run"] = record ? instant(record->last_run) : ordered_json();
    one["last_success"] = record ? instant(record->last_success) : ordered_json();
    one["next_run"] = format_utc(poller.next);
    one["failures"] = record ? record->failures : 0;
    one["error"] = record ? record->error : "";
    list.push_back(std::move(one));
  }
  auto out = ordered_json::object();
  out["pollers"] = std::move(list);
  return out.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace lapwing::report
