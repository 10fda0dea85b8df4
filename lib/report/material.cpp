// SPDX-License-Identifier: Apache-2.0
#include "report/material.hpp"

namespace lapwing::report {

Targets guide_targets() {
  return {{"run.success", 0.95},     {"run.duration", 1800},  {"model.accuracy", 0.65}, {"model.f1", 0.65},
          {"model.precision", 0.65}, {"model.recall", 0.60},  {"model.rmse", 1.5},      {"model.r2", 0.1},
          {"data.age", 24 * 3600},   {"data.missing", 0},     {"data.duplicates", 0},   {"data.valid", 1},
          {"artifact.used", 0.8},    {"security.findings", 0}};
}

Period period_of(Kind kind, TimePoint at, Zone const& zone) {
  using namespace std::chrono;
  auto const local = zone.to_local(at);
  auto const day = floor<days>(local);
  auto const time = local - day;
  auto from = day - days{kind == Kind::daily ? 1 : 7};
  if (kind == Kind::monthly) {
    auto date = year_month_day{day} - months{1};
    if (!date.ok()) date = date.year() / date.month() / last;
    from = local_days{date};
  }
  return {zone.to_instant(LocalTime{from.time_since_epoch()} + time), at};
}

}  // namespace lapwing::report
