// SPDX-License-Identifier: Apache-2.0
// Source: OpenMetrics 1.0, "MetricFamily: Unit", "Escaping"; Prometheus docs, "Metric and label naming"; read 2026-11.
#include "core/prometheus_name.hpp"

#include <algorithm>
#include <map>

namespace lapwing {

std::string_view prometheus_unit(Unit unit) {
  switch (unit) {
    case Unit::ratio:
    case Unit::points:
      return "ratio";
    case Unit::duration:
      return "seconds";
    case Unit::bytes:
      return "bytes";
    case Unit::count:
    case Unit::number:
    case Unit::runs:
      return "";
  }
  throw std::logic_error("Unit: no such value");
}

std::string prometheus_name(std::string_view metric) {
  std::string out = "lapwing_" + std::string(metric);
  std::ranges::replace(out, '.', '_');
  auto const* const known = find_metric(metric);
  auto const unit = known == nullptr ? "" : prometheus_unit(known->unit);
  auto const suffix = "_" + std::string(unit);
  return unit.empty() || out.ends_with(suffix) ? out : out + suffix;
}

Metric const* find_prometheus_name(std::string_view name) {
  static std::map<std::string, Metric const*, std::less<>> const known = [] {
    std::map<std::string, Metric const*, std::less<>> out;
    for (auto const& metric : catalogue()) out.emplace(prometheus_name(metric.name), &metric);
    return out;
  }();
  auto const found = known.find(name);
  return found == known.end() ? nullptr : found->second;
}

std::string prometheus_escaped(std::string_view text) {
  std::string out;
  for (char const c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out;
}

}  // namespace lapwing
