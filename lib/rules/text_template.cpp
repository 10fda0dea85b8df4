// SPDX-License-Identifier: Apache-2.0
#include "rules/text_template.hpp"

#include "core/catalogue.hpp"
#include "core/text.hpp"
#include "rules/selector.hpp"

#include <algorithm>

namespace lapwing::rules {
namespace {

constexpr std::string_view kLabels = "labels.";
constexpr std::string_view kFields = "fields.";

std::optional<std::string_view> after(std::string_view prefix, std::string_view placeholder) {
  if (!placeholder.starts_with(prefix)) return std::nullopt;
  return placeholder.substr(prefix.size());
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

std::vector<std::string_view> labels_in(std::string_view text) {
  std::vector<std::string_view> found;
  walk(
      text, [](std::string_view) {},
      [&](std::string_view name) {
        if (name.starts_with(kLabels) && name.size() > kLabels.size()) found.push_back(name);
      });
  return found;
}

/// `listed` are shown in an error, `others` are known too, and `more` says of what is.
std::optional<std::string> check(std::string_view text, std::vector<std::string> listed,
                                 std::vector<std::string_view> const& others, std::string_view more) {
  std::vector<std::string_view> known(listed.begin(), listed.end());
  known.insert(known.end(), others.begin(), others.end());
  std::optional<std::string_view> wrong;
  bool const closed = walk(
      text, [](std::string_view) {},
      [&](std::string_view name) {
        if (!wrong && std::ranges::find(known, name) == known.end()) wrong = name;
      });
  if (!closed) return "a '{' is not closed; write {{ for a plain brace";
  if (!wrong) return std::nullopt;
  auto const suggestion = did_you_mean(*wrong, known);
  for (auto& one : listed) one = "{" + one + "}";
  return "there is no placeholder {" + printable(*wrong, 40) + "}" + suggestion + " (there are " + list_of(listed) +
         std::string(more) + "; {{ stands for {)";
}

}  // namespace

std::optional<std::string> check_template(std::string_view text,
                                          std::optional<std::vector<std::string>> const& labels) {
  std::vector<std::string> names{"value", "threshold", "metric.name"};
  std::vector<std::string_view> any;
  for (auto const& label : labels.value_or(std::vector<std::string>{})) names.push_back(std::string(kLabels) + label);
  if (!labels) any = labels_in(text);
  return check(text, std::move(names), any, labels ? "" : ", and {labels.NAME}");
}

std::optional<std::string> check_event_template(std::string_view text, EventKind const& kind) {
  std::vector<std::string> names;
  for (auto const label : label_names(kind.labels)) names.push_back(std::string(kLabels).append(label));
  for (auto const field : label_names(kind.fields)) names.push_back(std::string(kFields).append(field));
  std::vector<std::string_view> metrics;
  for (auto const& metric : catalogue()) metrics.push_back(metric.name);
  return check(text, std::move(names), metrics, ", and every metric, as {model.accuracy}");
}

std::vector<std::string> metrics_in(std::string_view text) {
  std::vector<std::string> metrics;
  walk(
      text, [](std::string_view) {},
      [&](std::string_view name) {
        if (find_metric(name) != nullptr) metrics.emplace_back(name);
      });
  return metrics;
}

std::string render_template(std::string_view text, std::function<std::string(std::string_view name)> const& value) {
  std::string out;
  walk(
      text, [&](std::string_view plain) { out += plain; }, [&](std::string_view name) { out += value(name); });
  return out;
}

std::optional<std::string_view> label_in(std::string_view placeholder) { return after(kLabels, placeholder); }
std::optional<std::string_view> field_in(std::string_view placeholder) { return after(kFields, placeholder); }

}  // namespace lapwing::rules
