// SPDX-License-Identifier: Apache-2.0
#include "rules/text_template.hpp"

#include "core/text.hpp"
#include "rules/selector.hpp"

#include <algorithm>
#include <vector>

namespace lapwing::rules {
namespace {

constexpr std::string_view kLabels = "labels.";

std::vector<std::string> placeholders(Metric const* metric) {
  std::vector<std::string> names{"value", "threshold", "metric.name"};
  if (metric == nullptr) return names;
  for (auto const label : label_names(*metric)) names.push_back(std::string(kLabels).append(label));
  return names;
}

std::string describe_unknown(std::string_view name, Metric const* metric) {
  auto names = placeholders(metric);
  std::vector<std::string_view> const known(names.begin(), names.end());
  auto const suggestion = did_you_mean(name, known);
  for (auto& one : names) one = "{" + one + "}";
  if (metric == nullptr) names.push_back("{labels.NAME}");
  return "there is no placeholder {" + printable(name, 40) + "}" + suggestion + " (there are " + list_of(names) +
         "; {{ stands for {)";
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
  auto const known = placeholders(metric);
  std::optional<std::string> wrong;
  bool const closed = walk(
      text, [](std::string_view) {},
      [&](std::string_view name) {
        bool const unchecked = metric == nullptr && name.starts_with(kLabels) && name.size() > kLabels.size();
        if (wrong || unchecked || std::ranges::find(known, name) != known.end()) return;
        wrong = describe_unknown(name, metric);
      });
  if (!closed) return "a '{' is not closed; write {{ for a plain brace";
  return wrong;
}

std::string render_template(std::string_view text, TemplateValues const& values) {
  std::string out;
  walk(
      text, [&](std::string_view plain) { out += plain; },
      [&](std::string_view name) {
        if (name == "value")
          out += values.value;
        else if (name == "threshold")
          out += values.threshold;
        else if (name == "metric.name")
          out += values.metric;
        else if (name.starts_with(kLabels))
          out += values.labels.get(name.substr(kLabels.size()));
      });
  return out;
}

}  // namespace lapwing::rules
