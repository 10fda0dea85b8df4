// SPDX-License-Identifier: Apache-2.0
#include "report/sections.hpp"

namespace lapwing::report {

Section channel_section(Material const& material) {
  Section out{.id = "channels", .title = "Delivery", .empty = "No channel has had anything to tell yet."};
  for (auto const& channel : material.channels) {
    Figure waiting;
    waiting.id = "waiting";
    waiting.name = "Messages waiting";
    waiting.place = channel.record.name;
    waiting.labels = Labels{{"channel", channel.record.name}};
    waiting.unit = Unit::count;
    waiting.better = Better::lower;
    waiting.value = double(channel.waiting);
    waiting.standing = Standing::good;
    out.figures.push_back(std::move(waiting));
    auto const& record = channel.record;
    if (record.refusals > 0 || record.failures > 2) {
      auto text = record.name + (record.refusals > 0 ? " takes nothing" : " does not work");
      if (record.failing_since) text += " since " + material.zone.format(*record.failing_since);
      out.remarks.push_back({Standing::bad, Untrusted(text + ": " + record.error)});
    }
    if (channel.given_up > 0)
      out.remarks.push_back({Standing::watch, Untrusted(record.name + ": " + std::to_string(channel.given_up) +
                                                        " messages were given up; see `lapwing outbox list`")});
  }
  return out;
}

}  // namespace lapwing::report
