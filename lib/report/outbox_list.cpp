// SPDX-License-Identifier: Apache-2.0
#include "report/outbox_list.hpp"

#include "core/text.hpp"

#include <nlohmann/json.hpp>

namespace lapwing::report {
namespace {

using nlohmann::ordered_json;

bool works(store::ChannelRecord const& channel) { return channel.refusals == 0 && channel.failures < 3; }

std::string health_of(store::ChannelRecord const& channel, Zone const& zone, TimePoint now) {
  std::string out = channel.name + ": ";
  if (works(channel)) {
    out += channel.error.empty() ? "works" : "the last attempt failed: " + printable(channel.error);
  } else {
    out += channel.refusals > 0 ? "takes nothing" : "does not work";
    if (channel.failing_since) out += " since " + zone.format(*channel.failing_since);
    out += ": " + printable(channel.error);
  }
  if (channel.not_before > now) out += "; next try " + zone.format(channel.not_before);
  return out + "\n";
}

std::string line_of(Queued const& one, Zone const& zone, TimePoint now) {
  auto const& incident = one.debt.incident;
  auto out = "  queued    #" + std::to_string(incident.id) + " " + std::string(name_of(incident.level)) + " " +
             incident.key.rule + printable(incident.key.labels.to_string());
  if (one.debt.told != Level::ok) out += ", was told " + std::string(name_of(one.debt.told));
  out += one.debt.due <= now ? ", due since " : ", due ";
  out += zone.format(one.debt.due);
  if (!one.held_by.empty()) out += ", held: " + printable(one.held_by);
  return out + "\n";
}

std::string line_of(store::DeadLetter const& one, Zone const& zone) {
  return "  given up  " + (one.incident == 0 ? "" : "#" + std::to_string(one.incident) + " ") +
         std::string(name_of(one.level)) + ", " + zone.format(one.at) + ": " + printable(one.why) + "\n";
}

ordered_json instant(std::optional<TimePoint> at) { return at ? ordered_json(format_utc(*at)) : ordered_json(); }

}  // namespace

std::string queues_as_text(std::vector<ChannelQueue> const& queues, Zone const& zone, TimePoint now) {
  std::string out;
  for (auto const& queue : queues) {
    out += health_of(queue.channel, zone, now);
    for (auto const& one : queue.queued) out += line_of(one, zone, now);
    for (auto const& one : queue.reports)
      out += "  queued    " + one.report + " report as of " + zone.format(one.at) + "\n";
    for (auto const& one : queue.given_up) out += line_of(one, zone);
    if (queue.queued.empty() && queue.reports.empty() && queue.given_up.empty()) out += "  nothing is queued\n";
  }
  return out;
}

std::string queues_as_json(std::vector<ChannelQueue> const& queues, TimePoint now) {
  auto channels = ordered_json::array();
  for (auto const& queue : queues) {
    auto const& channel = queue.channel;
    auto one = ordered_json::object();
    one["channel"] = channel.name;
    one["works"] = works(channel);
    one["error"] = channel.error;
    one["failures"] = channel.failures;
    one["failing_since"] = instant(channel.failing_since);
    one["not_before"] = channel.not_before > now ? instant(channel.not_before) : ordered_json();
    one["queued"] = ordered_json::array();
    for (auto const& [debt, held_by] : queue.queued) {
      auto row = ordered_json::object();
      row["incident"] = debt.incident.id;
      row["alert"] = debt.incident.key.rule;
      row["labels"] = ordered_json::object();
      for (auto const& [name, value] : debt.incident.key.labels.pairs()) row["labels"][name] = value;
      row["level"] = name_of(debt.incident.level);
      row["told"] = name_of(debt.told);
      row["due"] = format_utc(debt.due);
      row["held_by"] = held_by;
      one["queued"].push_back(std::move(row));
    }
    one["reports"] = ordered_json::array();
    for (auto const& debt : queue.reports)
      one["reports"].push_back({{"report", debt.report}, {"as_of", format_utc(debt.at)}});
    one["given_up"] = ordered_json::array();
    for (auto const& letter : queue.given_up) {
      auto row = ordered_json::object();
      row["incident"] = letter.incident == 0 ? ordered_json() : ordered_json(letter.incident);
      row["level"] = name_of(letter.level);
      row["at"] = format_utc(letter.at);
      row["why"] = letter.why;
      one["given_up"].push_back(std::move(row));
    }
    channels.push_back(std::move(one));
  }
  auto body = ordered_json::object();
  body["channels"] = std::move(channels);
  return body.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace lapwing::report
