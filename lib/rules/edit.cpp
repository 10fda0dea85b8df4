// SPDX-License-Identifier: Apache-2.0
#include "rules/edit.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <array>

namespace lapwing::rules {
namespace {

constexpr std::array<std::string_view, 5> kKeys{"info", "warning", "critical", "recover", "for"};

config::Value* find(config::Value& map, std::string_view key) {
  auto const found = std::ranges::find(map.entries, key, &config::Entry::key);
  return found == map.entries.end() ? nullptr : &found->value;
}

}  // namespace

config::Place Edit::place() const { return {std::make_shared<std::string const>("--set " + text)}; }

Result<Edit> parse_edit(std::string_view text) {
  auto const equals = text.find('=');
  auto const dot = text.substr(0, equals).rfind('.');
  if (equals == text.npos || dot == text.npos || dot == 0 || equals + 1 == text.size()) {
    return Error{ErrorKind::invalid, "'" + printable(text, 100) +
                                         "' is no change of an alert; write one such as model-accuracy.warning=70%"};
  }
  auto const key = text.substr(dot + 1, equals - dot - 1);
  if (std::ranges::find(kKeys, key) == kKeys.end()) {
    std::vector<std::string> const names(kKeys.begin(), kKeys.end());
    return Error{ErrorKind::invalid, "'" + printable(key, 40) + "' can not be set" + did_you_mean(key, kKeys) +
                                         " (what can be set: " + list_of(names) + ")"};
  }
  return Edit{std::string(text.substr(0, dot)), std::string(key), std::string(trim(text.substr(equals + 1))),
              printable(text, 100)};
}

bool apply(Edit const& edit, config::Value& document) {
  auto* const alerts = find(document, "alerts");
  auto* const alert = alerts == nullptr ? nullptr : find(*alerts, edit.alert);
  if (alert == nullptr) return false;
  config::Value value;
  value.kind = config::Value::Kind::scalar;
  value.place = edit.place();
  value.text = edit.value;
  if (auto* const old = find(*alert, edit.key))
    *old = std::move(value);
  else
    alert->entries.push_back({edit.key, edit.place(), std::move(value)});
  return true;
}

}  // namespace lapwing::rules
