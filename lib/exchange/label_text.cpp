// SPDX-License-Identifier: Apache-2.0
#include "exchange/label_text.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <optional>

namespace lapwing::exchange {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

void skip_spaces(std::string_view& text) { text.remove_prefix(std::min(text.find_first_not_of(' '), text.size())); }

bool take(std::string_view& text, char c) {
  skip_spaces(text);
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

std::string_view take_name(std::string_view& text) {
  skip_spaces(text);
  auto const end = std::ranges::find_if_not(text, [](char c) { return is_letter(c) || is_digit(c); });
  auto const name = text.substr(0, std::size_t(end - text.begin()));
  text.remove_prefix(name.size());
  return name;
}

/// What is between quotes; absent where they are not there or not closed.
std::optional<std::string> take_value(std::string_view& text) {
  if (!take(text, '"')) return std::nullopt;
  std::string value;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') {
      text.remove_prefix(i + 1);
      return value;
    }
    bool const is_escape = text[i] == '\\' && i + 1 < text.size();
    if (is_escape) ++i;
    value += is_escape && text[i] == 'n' ? '\n' : text[i];
  }
  return std::nullopt;
}

}  // namespace

bool is_label_name(std::string_view name) {
  return !name.empty() && !is_digit(name.front()) &&
         std::ranges::all_of(name, [](char c) { return is_letter(c) || is_digit(c); });
}

Result<Labels> take_labels(std::string_view& text) {
  auto const refuse = [](std::string what) { return Error{ErrorKind::invalid, "labels: " + std::move(what)}; };
  Labels labels;
  if (!take(text, '{')) return labels;
  while (!take(text, '}')) {
    auto const name = take_name(text);
    if (!is_label_name(name)) return refuse("a label's name is missing before '" + printable(text, 20) + "'");
    if (!take(text, '=')) return refuse("= is missing after " + printable(name, 40));
    auto const value = take_value(text);
    if (!value) return refuse("the value of " + printable(name, 40) + " must stand between quotes");
    if (!labels.get(name).empty()) return refuse(printable(name, 40) + " is there twice");
    labels.set(name, *value);
    if (take(text, ',')) continue;
    if (take(text, '}')) break;
    return refuse("} is missing at the end");
  }
  return labels;
}

}  // namespace lapwing::exchange
