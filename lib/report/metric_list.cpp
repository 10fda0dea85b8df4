// SPDX-License-Identifier: Apache-2.0
#include "report/metric_list.hpp"

#include "core/catalogue.hpp"
#include "core/text.hpp"

#include <nlohmann/json.hpp>

namespace lapwing::report {

std::string metrics_as_text() {
  std::string out;
  std::string_view source;
  for (auto const& metric : catalogue()) {
    if (metric.source != source) {
      if (!out.empty()) out += "\n";
      out += std::string(metric.source) + "\n";
      source = metric.source;
    }
    std::string head = "  " + std::string(metric.name);
    head.resize(std::max<std::size_t>(head.size() + 1, 26), ' ');
    head += name_of(metric.unit);
    if (!describe(metric.better).empty()) head += ", " + std::string(describe(metric.better));
    if (!metric.labels.empty()) head += "  {" + std::string(metric.labels) + "}";
    out += head + "\n      " + std::string(metric.meaning) + "\n";
  }
  return out;
}

std::string metrics_as_markdown() {
  std::string out = "| metric | unit | better | labels | meaning |\n|---|---|---|---|---|\n";
  for (auto const& metric : catalogue()) {
    auto const better = metric.better == Better::neither ? "" : metric.better == Better::higher ? "higher" : "lower";
    out += "| `" + std::string(metric.name) + "` | " + std::string(name_of(metric.unit)) + " | " + better + " | " +
           std::string(metric.labels) + " | " + std::string(metric.meaning) + " |\n";
  }
  return out;
}

std::string metrics_as_json() {
  auto list = nlohmann::ordered_json::array();
  for (auto const& metric : catalogue()) {
    auto labels = nlohmann::ordered_json::array();
    for (auto const label : split(metric.labels, ',')) {
      if (!trim(label).empty()) labels.push_back(trim(label));
    }
    auto one = nlohmann::ordered_json::object();
    one["name"] = metric.name;
    one["unit"] = name_of(metric.unit);
    if (metric.better == Better::neither)
      one["better"] = nullptr;
    else
      one["better"] = metric.better == Better::higher ? "higher" : "lower";
    one["labels"] = std::move(labels);
    one["source"] = metric.source;
    one["meaning"] = metric.meaning;
    list.push_back(std::move(one));
  }
  auto out = nlohmann::ordered_json::object();
  out["metrics"] = std::move(list);
  return out.dump(2) + "\n";
}

}  // namespace lapwing::report
