// SPDX-License-Identifier: Apache-2.0
#include "core/zone.hpp"

#include "core/text.hpp"

#include <date/tz.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace lapwing {
namespace {

date::local_time<Duration> to_date(LocalTime local) { return date::local_time<Duration>{local.time_since_epoch()}; }
date::sys_time<Duration> to_date(TimePoint at) { return date::sys_time<Duration>{at.time_since_epoch()}; }

/// Who writes only the city means the zone that ends in it: "Berlin", "new york".
std::string suggestion(std::string_view name, std::vector<std::string_view> const& known) {
  std::string wanted = "/" + to_lower(name);
  std::ranges::replace(wanted, ' ', '_');
  std::string_view best;
  for (auto const zone : known) {
    bool const fits = ("/" + to_lower(zone)).ends_with(wanted);
    if (fits && (best.empty() || zone.size() < best.size())) best = zone;
  }
  return best.empty() ? did_you_mean(name, known) : "; did you mean '" + std::string(best) + "'?";
}

}  // namespace

Result<Zone> Zone::find(std::string_view name) {
  // The library opens the name as a file under the zoneinfo directory: refuse what is no zone name before it does.
  bool const plausible = !name.empty() && name.size() < 64 && name.find("..") == name.npos && name[0] != '/';
  if (plausible) {
    try {
      return Zone(date::locate_zone(std::string(name)));
    } catch (std::exception const&) {
    }
  }
  std::vector<std::string_view> known;
  try {
    for (auto const& zone : date::get_tzdb().zones) known.push_back(zone.name());
  } catch (std::exception const&) {
    return Error{ErrorKind::not_found, "the system has no time zone database; install the package tzdata"};
  }
  return Error{ErrorKind::not_found, "there is no time zone '" + printable(name) + "'" + suggestion(name, known)};
}

Zone Zone::system() {
  if (char const* const name = std::getenv("TZ")) {  // "Europe/Berlin" or ":Europe/Berlin"; the library does not look
    if (auto const zone = find(name[0] == ':' ? name + 1 : name)) return *zone;
  }
  try {
    return Zone(date::current_zone());
  } catch (std::exception const&) {
    return utc();
  }
}

Zone Zone::utc() { return Zone(date::locate_zone("Etc/UTC")); }

std::string_view Zone::name() const { return zone_->name(); }

LocalTime Zone::to_local(TimePoint at) const { return LocalTime{zone_->to_local(at).time_since_epoch()}; }

TimePoint Zone::to_instant(LocalTime local) const {
  auto const info = zone_->get_info(to_date(local));
  if (info.result == date::local_info::nonexistent) return TimePoint{info.second.begin.time_since_epoch()};
  return TimePoint{local.time_since_epoch() - info.first.offset};
}

std::optional<TimePoint> Zone::next_transition(TimePoint at) const {
  auto const offset = zone_->get_info(to_date(at)).offset;
  // The database also lists changes of the name alone, and writes "for ever" as a far year.
  for (TimePoint next = at;;) {
    auto const info = zone_->get_info(to_date(next));
    if (info.offset != offset) return next;
    next = TimePoint{info.end.time_since_epoch()};
    if (next - at > std::chrono::years{10}) return std::nullopt;
  }
}

std::string Zone::format(TimePoint at) const {
  auto const info = zone_->get_info(to_date(at));
  std::string text = format_utc(std::chrono::floor<std::chrono::minutes>(at) + info.offset);
  text[10] = ' ';
  text.resize(16);
  auto const minutes = std::chrono::duration_cast<std::chrono::minutes>(info.offset).count();
  std::array<char, 16> offset{};
  std::snprintf(offset.data(), offset.size(), " %c%02d:%02d", minutes < 0 ? '-' : '+', int(std::abs(minutes) / 60),
                int(std::abs(minutes) % 60));
  return text + offset.data();
}

}  // namespace lapwing
