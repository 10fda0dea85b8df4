// SPDX-License-Identifier: Apache-2.0
#include "rules/text_template.hpp"

#include "core/text.hpp"
#include "rules/selector.hpp"

#include <algorithm>
#include <array>

namespace lapwing::rules {
namespace {

constexpr std::string_view kLabels = "labels.";
constexpr std::array<std::string_view, 4> kNames{"value", "threshold", "metric.name", kLabels};

std::optional<std::string> check_label(std::string_view label, Metric const& metric) {
  auto const known = label_names(metric);
  if (std::ranges::find(known, label) != known.end()) return std::nullopt;
  return std::string(metric.name) + " has no label '" + printable(label, 40) + "'" + did_you_mean(label, known);
}

/// Calls `plain` for the text between and `name` for every placeholder; false if a brace stays open.
template <class Plain, class Name>
bool walk(std::string_view text, Plain plain, Name name) {
  while (!text.empty()) {
    auto const open = text.find('{');
    plain(text.substr(0, open));
    if (open == text.npos) return true;
    text.remove_prefix(open + 1);
    if (text.starts_with('{')) {
      plain("{");
      text.remove_prefix(1);
      continue;
    }
    auto const close = text.find('}');
    if (close == text.npos) return false;
    name(text.substr(0, close));
    text.remove_prefix(close + 1);
  }
  return true;
}

}  // namespace

std::optional<std::string> check_template(std::string_view text, Metric const* metric) {
  std::optional<std::string> wrong;
  bool const closed = walk(text, [](std::string_view) {}, [&](std::string_view name) {
    if (wrong || name == "value" || name == "threshold" || name == "metric.name") return;
    if (name.starts_with(kLabels) && name.size() > kLabels.size()) {
      wrong = metric == nullptr ? std::nullopt : check_label(name.substr(kLabels.size()), *metric);
      return;
    }
    wrong = "there is no placeholder {" + printable(name, 40) + "}" + did_you_mean(name, kNames) +
            " (there are {value}, {threshold}, {metric.name} and {labels.NAME}; {{ stands for {)";
  });
  if (!closed) return "a '{' is not closed; write {{ for a plain brace";
  return wrong;
}

std::string render_template(std::string_view text, TemplateValues const& values) {
  std::string out;
  walk(text, [&](std::string_view plain) { out += plain; }, [&](std::string_view name) {
    if (name == "value") out += values.value;
    else if (name == "threshold") out += values.threshold;
    else if (name == "metric.name") out += values.metric;
    else if (name.starts_with(kLabels)) out += values.labels.get(name.substr(kLabels.size()));
  });
  return out;
}

}  // namespace lapwing::rules
