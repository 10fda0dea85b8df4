// SPDX-License-Identifier: Apache-2.0
#include "report/document.hpp"

#include <array>
#include <cmath>

namespace lapwing::report {
namespace {

constexpr std::array<std::string_view, 4> kKinds{"status", "daily", "weekly", "monthly"};
constexpr std::array<std::string_view, 4> kStandings{"good", "unknown", "watch", "bad"};
constexpr std::array<std::string_view, 4> kWords{"healthy", "not known", "needs attention", "critical"};
constexpr std::array<std::string_view, 4> kIcons{"✅", "❔", "🔶", "❌"};

bool is_known(std::optional<double> value) { return value && std::isfinite(*value); }

std::string text_of(Zone const& zone, Period const& period) {
  return zone.format(period.from) + " to " + zone.format(period.until);
}

}  // namespace

std::string_view name_of(Kind kind) { return kKinds[std::size_t(kind)]; }

std::optional<Kind> parse_kind(std::string_view name) {
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (kKinds[i] == name) return Kind(i);
  }
  return std::nullopt;
}

std::string_view name_of(Standing standing) { return kStandings[std::size_t(standing)]; }

std::string_view words_of(Standing standing) { return kWords[std::size_t(standing)]; }

std::string_view icon_of(Standing standing) { return kIcons[std::size_t(standing)]; }

std::optional<int> direction_of(Figure const& figure) {
  if (!is_known(figure.value) || !is_known(figure.previous)) return std::nullopt;
  // What reads the same is the same: a mean of many numbers never repeats to the last bit.
  if (format_beside(*figure.value, *figure.previous, figure.unit) == format_quantity(*figure.previous, figure.unit) ||
      std::abs(*figure.value - *figure.previous) <= 1e-9 * std::abs(*figure.previous))
    return 0;
  return *figure.value > *figure.previous ? 1 : -1;
}

std::optional<bool> is_better(Figure const& figure) {
  auto const direction = direction_of(figure);
  if (!direction || *direction == 0 || figure.better == Better::neither) return std::nullopt;
  return (*direction > 0) == (figure.better == Better::higher);
}

std::string change_of(Figure const& figure) {
  auto const direction = direction_of(figure);
  if (!direction) return "";
  if (*direction == 0) return "=";
  auto const unit = figure.unit == Unit::ratio ? Unit::points : figure.unit;
  return (*direction > 0 ? "▲ " : "▼ ") + format_quantity(std::abs(*figure.value - *figure.previous), unit);
}

std::string value_of(Figure const& figure) {
  return is_known(figure.value) ? format_quantity(*figure.value, figure.unit) : "n/a";
}

std::string previous_of(Figure const& figure) {
  if (!is_known(figure.previous)) return "";
  auto const direction = direction_of(figure);
  return direction && *direction != 0 ? format_beside(*figure.previous, *figure.value, figure.unit)
                                      : format_quantity(*figure.previous, figure.unit);
}

std::string whole(Remark const& remark) {
  return remark.text.raw() + (remark.advice.empty() ? "" : ". " + remark.advice.raw());
}

std::string title_of(Document const& document) {
  switch (document.kind) {
    case Kind::status:
      return "Status report";
    case Kind::daily:
      return "Daily report";
    case Kind::weekly:
      return "Weekly report";
    case Kind::monthly:
      return "Monthly report";
  }
  return "";
}

std::string period_of(Document const& document) {
  if (document.kind == Kind::status) return document.zone.format(document.at);
  return text_of(document.zone, document.period);
}

std::string previous_period_of(Document const& document) {
  auto const& previous = document.previous;
  return previous.from < previous.until ? text_of(document.zone, previous) : "";
}

}  // namespace lapwing::report
