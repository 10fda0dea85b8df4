// SPDX-License-Identifier: Apache-2.0
#include "core/quantity.hpp"

#include "core/text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <utility>

namespace lapwing {
namespace {

constexpr double kLargest = 1e300;
constexpr std::string_view kForms = "write a number with its unit: 65%, 10pp, 24h, 500MB, 3, 1.5 or '3 runs'";

struct Suffix {
  std::string_view name;
  double factor;
  Unit unit;
};
constexpr std::array kSuffixes{
    Suffix{"%", 0.01, Unit::ratio},
    Suffix{"pp", 0.01, Unit::points},
    Suffix{"ms", 0.001, Unit::duration},
    Suffix{"s", 1, Unit::duration},
    Suffix{"m", 60, Unit::duration},
    Suffix{"h", 3600, Unit::duration},
    Suffix{"d", 86400, Unit::duration},
    Suffix{"w", 7 * 86400, Unit::duration},
    Suffix{"B", 1, Unit::bytes},
    Suffix{"kB", 1e3, Unit::bytes},
    Suffix{"KB", 1e3, Unit::bytes},
    Suffix{"MB", 1e6, Unit::bytes},
    Suffix{"GB", 1e9, Unit::bytes},
    Suffix{"TB", 1e12, Unit::bytes},
    Suffix{"KiB", 1024., Unit::bytes},
    Suffix{"MiB", 1048576., Unit::bytes},
    Suffix{"GiB", 1073741824., Unit::bytes},
    Suffix{"TiB", 1099511627776., Unit::bytes},
    Suffix{"runs", 1, Unit::runs},
    Suffix{"run", 1, Unit::runs},
};

/// "; did you mean 'h'?" for a unit that is written out or nearly right; "" where nothing is near.
std::string meant_unit(std::string_view unit) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> words{{{"sec", "s"},
                                                                                {"min", "m"},
                                                                                {"hour", "h"},
                                                                                {"day", "d"},
                                                                                {"week", "w"},
                                                                                {"perc", "%"},
                                                                                {"point", "pp"},
                                                                                {"byte", "B"}}};
  for (auto const& [word, suffix] : words) {
    if (to_lower(unit).starts_with(word)) return "; did you mean '" + std::string(suffix) + "'?";
  }
  std::vector<std::string_view> names;
  for (auto const& suffix : kSuffixes) names.push_back(suffix.name);
  return unit.size() < 2 ? "" : did_you_mean(unit, names);
}

struct Parsed {
  double number;
  std::string_view rest;
};

/// A decimal number at the start of text; no hex, no inf, no nan, no leading dot.
std::optional<Parsed> leading_number(std::string_view text) {
  std::string_view digits = text;
  if (!digits.empty() && (digits[0] == '-' || digits[0] == '+')) digits.remove_prefix(1);
  if (digits.empty() || digits[0] < '0' || digits[0] > '9') return std::nullopt;
  double number = 0;
  if (text[0] == '+') text.remove_prefix(1);
  auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{} || std::abs(number) > kLargest) return std::nullopt;
  return Parsed{number, text.substr(std::size_t(end - text.data()))};
}

/// %g-like with `digits` significant digits; from 1,000 on whole numbers, thousands separated.
std::string plain(double value, int digits) {
  std::array<char, 64> text{};
  bool const whole = value == std::floor(value) || std::abs(value) >= 1000 - 0.5 * std::pow(10, 3 - digits);
  if (whole && std::abs(value) < 1e15) {
    std::snprintf(text.data(), text.size(), "%.0f", std::abs(value));
    std::string out = text.data();
    for (auto at = std::ptrdiff_t(out.size()) - 3; at > 0; at -= 3) out.insert(std::size_t(at), ",");
    return value < 0 ? "-" + out : out;
  }
  std::snprintf(text.data(), text.size(), "%.*g", digits, value);
  return text.data();
}

std::string format_bytes(double value) {
  constexpr std::array<std::string_view, 5> names{"B", "kB", "MB", "GB", "TB"};
  std::size_t scale = 0;
  while (std::abs(value) >= 999.5 && scale + 1 < names.size()) {
    value /= 1000;
    ++scale;
  }
  return plain(value, 3) + " " + std::string(names[scale]);
}

/// Hundredths with one decimal, two near 0 and 100, and more where it would else read as one of them though it is not:
/// 58.3, 65, 0.25, 99.97, 99.9996.
std::string hundredths(double share) {
  double const percent = share * 100;
  double const size = std::abs(percent);
  if (!(size < 1e15)) return plain(percent, 4);
  std::string out;
  for (int decimals = size < 1 || (size > 99 && size < 100) ? 2 : 1; decimals <= 6; ++decimals) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.*f", decimals, percent);
    out = text.data();
    out.erase(out.find_last_not_of('0') + 1);
    if (out.back() == '.') out.pop_back();
    if (out == "-0") out = "0";
    if (out != "0" && out != "100" && out != "-100") break;
  }
  return out;
}

}  // namespace

Result<Quantity> parse_quantity(std::string_view text) {
  auto const clean = trim(text);
  auto const number = leading_number(clean);
  Error const refused{ErrorKind::invalid, "'" + printable(text, 60) + "' is not a quantity; " + std::string(kForms)};
  if (!number) return refused;
  auto const unit = trim(number->rest);
  if (unit.empty()) {
    auto const digits = clean.substr(clean.find_first_of("0123456789"));
    bool const octal = digits.size() > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9';
    if (octal) return refused;
    return Quantity{number->number, Unit::number};
  }
  for (auto const& suffix : kSuffixes) {
    if (unit != suffix.name) continue;
    double value = number->number * suffix.factor;
    // 65% is 65/100, not 65*0.01: the nearest double to 0.65, so that a ratio of exactly 0.65 is not below it.
    if (suffix.factor == 0.01) value = number->number / 100;
    if (std::abs(value) > kLargest) return refused;
    return Quantity{value, suffix.unit};
  }
  if (auto const length = parse_duration(clean)) return Quantity{double(length->count()) / 1000, Unit::duration};
  return Error{ErrorKind::invalid, "'" + printable(text, 60) + "' is not a quantity: '" + printable(unit, 20) +
                                       "' is not a unit" + meant_unit(unit) + "; " + std::string(kForms)};
}

std::optional<double> as(Quantity quantity, Unit wanted) {
  if (quantity.unit == wanted) return quantity.value;
  if (quantity.unit != Unit::number) return std::nullopt;
  bool const whole = quantity.value == std::floor(quantity.value);
  return wanted == Unit::count || (wanted == Unit::runs && whole) ? std::optional(quantity.value) : std::nullopt;
}

std::string format_quantity(double value, Unit unit) {
  if (std::isnan(value)) return "no value";
  switch (unit) {
    case Unit::ratio:
      return hundredths(value) + "%";
    case Unit::points:
      return hundredths(value) + "pp";
    case Unit::duration:
      if (std::abs(value) > 1e12) return plain(value, 3) + "s";
      return format_duration(Duration{std::llround(value * 1000)});
    case Unit::bytes:
      return format_bytes(value);
    case Unit::runs:
      return plain(value, 4) + (value == 1 ? " run" : " runs");
    case Unit::count:
      return plain(value, 4);
    case Unit::number:
      return plain(value, 4);
  }
  throw std::logic_error("format_quantity: unknown unit");
}

std::string format_beside(double value, double other, Unit unit) {
  auto text = format_quantity(value, unit);
  if (value == other || text != format_quantity(other, unit)) return text;
  bool const is_share = unit == Unit::ratio || unit == Unit::points;
  if (!is_share && unit != Unit::number) return text;
  double const scale = is_share ? 100 : 1;
  for (int digits = 5; digits <= 17; ++digits) {
    std::array<char, 64> own{}, others{};
    std::snprintf(own.data(), own.size(), "%.*g", digits, value * scale);
    std::snprintf(others.data(), others.size(), "%.*g", digits, other * scale);
    if (std::string_view(own.data()) == others.data()) continue;
    return std::string(own.data()) + (unit == Unit::ratio ? "%" : unit == Unit::points ? "pp" : "");
  }
  return text;
}

std::string_view describe(Unit unit) {
  switch (unit) {
    case Unit::ratio:
      return "a share such as 65%";
    case Unit::points:
      return "percentage points such as 10pp";
    case Unit::duration:
      return "a duration such as 90s, 30m, 24h or 7d";
    case Unit::bytes:
      return "a size such as 500MB or 1GiB";
    case Unit::count:
      return "a count such as 3";
    case Unit::number:
      return "a plain number such as 1.5";
    case Unit::runs:
      return "a number of runs such as '3 runs'";
  }
  throw std::logic_error("describe: unknown unit");
}

std::string_view name_of(Unit unit) {
  switch (unit) {
    case Unit::ratio:
      return "ratio";
    case Unit::points:
      return "points";
    case Unit::duration:
      return "duration";
    case Unit::bytes:
      return "bytes";
    case Unit::count:
      return "count";
    case Unit::number:
      return "number";
    case Unit::runs:
      return "runs";
  }
  throw std::logic_error("name_of: unknown unit");
}

Result<Duration> parse_duration(std::string_view text) {
  Error const refused{ErrorKind::invalid,
                      "'" + printable(text, 60) + "' is not a duration; write 90s, 30m, 2h, 7d, 4w or 1h30m"};
  std::string_view rest = trim(text);
  if (rest.empty()) return refused;
  double seconds = 0;
  double previous = 1e18;  // parts go from large to small: 1h30m, not 30m1h
  while (!rest.empty()) {
    auto const number = leading_number(rest);
    if (!number || number->number < 0) return refused;
    auto const unit = trim(number->rest);
    auto const name = unit.substr(0, unit.find_first_of("0123456789 "));
    Suffix const* found = nullptr;
    for (auto const& suffix : kSuffixes) {
      if (suffix.unit == Unit::duration && suffix.name == name) found = &suffix;
    }
    if (found == nullptr || found->factor >= previous) return refused;
    previous = found->factor;
    seconds += number->number * found->factor;
    rest = trim(unit.substr(name.size()));
  }
  if (seconds > 100 * 366 * 86400.) return Error{ErrorKind::invalid, "'" + printable(text, 60) + "' is over a century"};
  return Duration{std::llround(seconds * 1000)};
}

}  // namespace lapwing
