// SPDX-License-Identifier: Apache-2.0
#include "poll/data_quality_options.hpp"

#include "config/map_reader.hpp"
#include "core/text.hpp"

#include <charconv>

namespace lapwing::poll {
namespace {

constexpr std::string_view kWildcards = "*?[]";

/// All of the text as a count.
std::optional<std::size_t> parse_count(std::string_view text) {
  std::size_t count = 0;
  auto const end = text.data() + text.size();
  auto const parsed = std::from_chars(text.data(), end, count);
  if (text.empty() || parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
  return count;
}

char read_delimiter(config::MapReader& map) {
  auto const text = map.text("delimiter", ",");
  if (text == "tab" || text == "\\t") return '\t';
  if (text.size() == 1 && text != "\"" && text != "\n" && text != "\r" && text[0] > 0) return text[0];
  map.problem("delimiter", "'" + printable(text, 20) + "' is no delimiter; write one character such as ';', or tab");
  return ',';
}

}  // namespace

std::string CountRange::to_string() const {
  if (low && low == high) return std::to_string(*low);
  return (low ? std::to_string(*low) : "") + ".." + (high ? std::to_string(*high) : "");
}

Result<CountRange> parse_count_range(std::string_view text) {
  Error const refused{ErrorKind::invalid,
                      "'" + printable(text, 40) + "' is no range of counts; write 360..370, 360.., ..370 or 365"};
  auto const clean = trim(text);
  auto const dots = clean.find("..");
  if (dots == clean.npos) {
    auto const exact = parse_count(clean);
    if (!exact) return refused;
    return CountRange{exact, exact};
  }
  auto const left = trim(clean.substr(0, dots)), right = trim(clean.substr(dots + 2));
  CountRange const range{parse_count(left), parse_count(right)};
  if ((!left.empty() && !range.low) || (!right.empty() && !range.high) || (left.empty() && right.empty()))
    return refused;
  if (range.low && range.high && *range.low > *range.high) {
    return Error{ErrorKind::invalid, "'" + printable(text, 40) + "' is empty: its low end is above its high end"};
  }
  return range;
}

std::string default_dataset(std::string_view path, std::string_view fallback) {
  auto name = path.substr(path.rfind('/') + 1);
  if (name.ends_with(".gz")) name.remove_suffix(3);
  if (auto const dot = name.rfind('.'); dot != name.npos && dot > 0) name = name.substr(0, dot);
  std::string kept;
  for (char const c : name) {
    if (kWildcards.find(c) == kWildcards.npos) kept += c;
  }
  constexpr std::string_view separators = "-_. ";
  if (kept.size() != name.size()) {  // prices-*: the separator of the wildcard goes with it
    auto const first = kept.find_first_not_of(separators);
    if (first == kept.npos) return std::string(fallback);
    kept = kept.substr(first, kept.find_last_not_of(separators) - first + 1);
  }
  return kept.empty() ? std::string(fallback) : printable(kept, 100);
}

DataQualityOptions read_data_quality_options(config::MapReader& map, std::string const& poller_name) {
  DataQualityOptions options;
  options.path = map.required_path("path");
  auto const* const written = map.raw("path");
  bool const is_secret = written != nullptr && config::References::present_in(written->text);
  options.dataset = map.shown_text("dataset", is_secret ? poller_name : default_dataset(options.path, poller_name));
  options.time_column = map.text("time_column", "");
  options.age = map.choice("age", {"content", "modified"}, 0) == 1 ? AgeBy::modified : AgeBy::content;
  bool const has_step = map.has("step");
  auto const step = map.duration("step", Duration{0});
  if (has_step && step <= Duration{0})
    map.problem("step", "a step is a positive duration such as 1d");
  else if (has_step)
    options.step = step;
  if (has_step && options.time_column.empty())
    map.problem("step", "a step needs `time_column`: the column that holds each row's time");
  bool const has_records = map.has("records");
  auto const records = map.text("records", "");
  if (has_records) {
    if (auto const range = parse_count_range(records))
      options.records = *range;
    else
      map.problem("records", range.error().message);
  }
  options.key = map.texts("key", {});
  options.ignore_head = static_cast<std::size_t>(map.whole("ignore_head", 0, 0, 1'000'000'000));
  options.ignore_columns = map.texts("ignore_columns", {});
  options.allow_gaps = static_cast<std::size_t>(map.whole("allow_gaps", 0, 0, 1'000'000'000));
  options.delimiter = read_delimiter(map);
  options.blank = map.texts("blank", options.blank);
  return options;
}

}  // namespace lapwing::poll
