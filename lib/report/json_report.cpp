// SPDX-License-Identifier: Apache-2.0
#include "report/json_report.hpp"

#include "series/curve.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

namespace lapwing::report {
namespace {

using nlohmann::ordered_json;

ordered_json number(std::optional<double> value) {
  return value && std::isfinite(*value) ? ordered_json(*value) : ordered_json(nullptr);
}

ordered_json period_json(Period const& period) {
  auto out = ordered_json::object();
  out["from"] = format_utc(period.from);
  out["until"] = format_utc(period.until);
  return out;
}

ordered_json figure_json(Figure const& figure) {
  auto out = ordered_json::object();
  out["id"] = figure.id;
  out["name"] = figure.name;
  out["place"] = figure.place;
  out["labels"] = ordered_json::object();
  for (auto const& [name, value] : figure.labels.pairs()) out["labels"][name] = value;
  out["value"] = number(figure.value);
  out["unit"] = name_of(figure.unit);
  out["n"] = figure.n;
  out["previous"] = number(figure.previous);
  out["previous_n"] = figure.previous_n;
  if (figure.better == Better::neither)
    out["better"] = nullptr;
  else
    out["better"] = figure.better == Better::higher ? "higher" : "lower";
  out["target"] = figure.target;
  out["standing"] = name_of(figure.standing);
  out["note"] = figure.note;
  out["points"] = ordered_json::array();
  for (auto const& point : series::drawable(figure.points))
    out["points"].push_back(ordered_json::array({format_utc(point.at), point.value}));
  return out;
}

ordered_json remark_json(Remark const& remark) {
  auto out = ordered_json::object();
  out["standing"] = name_of(remark.standing);
  out["text"] = remark.text.raw();
  out["advice"] = remark.advice.raw();
  out["links"] = ordered_json::array();
  for (auto const& link : remark.links) {
    auto one = ordered_json::object();
    one["label"] = link.label;
    one["url"] = link.url;
    out["links"].push_back(std::move(one));
  }
  return out;
}

}  // namespace

std::string as_json(Document const& document) {
  auto out = ordered_json::object();
  out["report"] = name_of(document.kind);
  out["project"] = document.project;
  out["at"] = format_utc(document.at);
  out["period"] = period_json(document.period);
  out["previous_period"] = period_json(document.previous);
  out["verdict"] = name_of(document.verdict);
  out["summary"] = document.summary;
  out["sections"] = ordered_json::array();
  for (auto const& section : document.sections) {
    auto one = ordered_json::object();
    one["id"] = section.id;
    one["title"] = section.title;
    one["figures"] = ordered_json::array();
    for (auto const& figure : section.figures) one["figures"].push_back(figure_json(figure));
    one["remarks"] = ordered_json::array();
    for (auto const& remark : section.remarks) one["remarks"].push_back(remark_json(remark));
    out["sections"].push_back(std::move(one));
  }
  return out.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace lapwing::report
