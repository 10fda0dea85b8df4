// SPDX-License-Identifier: Apache-2.0
// What MapReader reads as something else than a text: switches, durations, quantities, numbers, choices.
#include "config/map_reader.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace lapwing::config {
namespace {

std::string must_be(std::string_view key, std::string_view what, Value const& value) {
  return std::string(key) + " must be " + std::string(what) + ", not '" + printable(value.text, 40) + "'";
}

/// What YAML 1.1 also took for true and false.
std::string_view meant_flag(std::string_view text) {
  auto const word = to_lower(text);
  if (word == "true" || word == "yes" || word == "on" || word == "y" || word == "1") return "; did you mean true?";
  if (word == "false" || word == "no" || word == "off" || word == "n" || word == "0") return "; did you mean false?";
  return "";
}

/// 65 and 0.65 for a ratio, 10% for points.
std::string meant_quantity(Quantity is, Unit unit) {
  bool const bare = is.unit == Unit::number;
  if (unit != Unit::ratio && unit != Unit::points) return "";
  if (!bare && is.unit != Unit::ratio && is.unit != Unit::points) return "";
  double const share = bare && std::abs(is.value) > 1 ? is.value / 100 : is.value;
  std::string_view const why = bare ? "" : "; a share is in %, a difference of two shares in pp";
  return std::string(why) + "; did you mean " + format_quantity(share, unit) + "?";
}

}  // namespace

bool MapReader::flag(std::string_view key, bool fallback) {
  auto const* const value = take_scalar(key);
  bool out = fallback;
  if (value != nullptr) {
    out = value->text == "true";
    if (!out && value->text != "false") {
      out = fallback;
      reading_.problems.add(value->place, must_be(key, "true or false", *value).append(meant_flag(value->text)));
    }
  }
  show(key, out ? "true" : "false");
  return out;
}

Duration MapReader::duration(std::string_view key, Duration fallback) {
  auto const* const value = take_scalar(key);
  Duration out = fallback;
  if (value != nullptr) {
    auto const parsed = parse_duration(value->text);
    if (parsed)
      out = *parsed;
    else
      reading_.problems.add(value->place, std::string(key) + ": " + parsed.error().message);
  }
  show(key, value == nullptr ? format_duration(out) : std::string(trim(value->text)));
  return out;
}

std::optional<double> MapReader::quantity(std::string_view key, Unit unit) {
  auto const* const value = take_scalar(key);
  if (value == nullptr) return std::nullopt;
  auto const parsed = parse_quantity(value->text);
  if (!parsed) {
    reading_.problems.add(value->place, std::string(key) + ": " + parsed.error().message);
    return std::nullopt;
  }
  auto const number = as(*parsed, unit);
  if (!number) {
    reading_.problems.add(value->place, must_be(key, describe(unit), *value) + meant_quantity(*parsed, unit));
    return std::nullopt;
  }
  show(key, trim(value->text));
  return number;
}

long long MapReader::whole(std::string_view key, long long fallback, long long low, long long high) {
  auto const* const value = take_scalar(key);
  long long out = fallback;
  if (value != nullptr) {
    long long number = 0;
    auto const* const end = value->text.data() + value->text.size();
    auto const digits = std::string_view(value->text).substr(value->text.starts_with('-') ? 1 : 0);
    bool const octal = digits.size() > 1 && digits[0] == '0';  // 010 is 8 to YAML 1.1 and 10 to people
    auto const [stop, fault] = std::from_chars(value->text.data(), end, number);
    if (octal || fault != std::errc{} || stop != end || number < low || number > high) {
      auto const wanted = "a whole number from " + std::to_string(low) + " to " + std::to_string(high);
      reading_.problems.add(value->place, must_be(key, wanted, *value));
    } else {
      out = number;
    }
  }
  show(key, std::to_string(out));
  return out;
}

std::size_t MapReader::choice(std::string_view key, std::vector<std::string_view> const& words, std::size_t fallback) {
  auto const* const value = take_scalar(key);
  std::size_t out = fallback;
  if (value != nullptr) {
    auto const found = std::ranges::find(words, std::string_view(value->text));
    if (found != words.end()) {
      out = std::size_t(found - words.begin());
    } else {
      std::vector<std::string> const names(words.begin(), words.end());
      reading_.problems.add(value->place,
                            must_be(key, list_of(names, "or"), *value) + did_you_mean(value->text, words));
    }
  }
  show(key, words[out]);
  return out;
}

}  // namespace lapwing::config
