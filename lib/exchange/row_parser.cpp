// SPDX-License-Identifier: Apache-2.0
#include "exchange/row_parser.hpp"

#include "core/catalogue.hpp"
#include "core/prometheus_name.hpp"
#include "core/text.hpp"
#include "exchange/label_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace lapwing::exchange {
namespace {

using nlohmann::json;
using Row = Result<std::optional<SampleRow>>;

constexpr std::array<std::string_view, 5> kColumns{"time", "metric", "labels", "value", "unit"};
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

Error refuse(std::string what) { return {ErrorKind::invalid, std::move(what)}; }

/// A name, and the unit that the file says its values are in ("" where it does not say).
Result<std::string> check_metric(std::string_view name, std::string_view unit) {
  auto const* const metric = find_metric(name);
  if (metric == nullptr) {
    std::vector<std::string_view> names;
    for (auto const& one : catalogue()) names.push_back(one.name);
    return refuse("there is no metric '" + printable(name, 60) + "'" + did_you_mean(name, names));
  }
  if (!unit.empty() && unit != name_of(metric->unit))
    return refuse("the unit of " + std::string(metric->name) + " is " + std::string(name_of(metric->unit)) + ", not '" +
                  printable(unit, 30) + "'");
  return std::string(metric->name);
}

Result<TimePoint> check_time(std::string_view text) {
  if (auto const at = parse_timestamp(trim(text))) return *at;
  return refuse("'" + printable(text, 40) + "' is no time such as 2026-03-01T02:00:00Z");
}

Result<double> check_value(std::string_view text) {
  double value = 0;
  text = trim(text);
  auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault == std::errc() && end == text.data() + text.size() && std::isfinite(value)) return value;
  return refuse("the value '" + printable(text, 40) + "' is no finite number");
}

/// The cells of one line of a CSV. Errors: a quote that is not closed before the line ends.
Result<void> split_csv(std::string_view line, std::vector<std::string>& cells) {
  cells.assign(1, "");
  bool is_quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    char const c = line[i];
    if (is_quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"')
      cells.back() += line[++i];
    else if (c == '"' && (is_quoted || cells.back().empty()))
      is_quoted = !is_quoted;
    else if (c == ',' && !is_quoted)
      cells.emplace_back();
    else
      cells.back() += c;
  }
  if (is_quoted) return refuse("a quote is not closed");
  return {};
}

Result<Labels> labels_in(json const& object) {
  Labels labels;
  auto const given = object.find("labels");
  if (given == object.end()) return labels;
  if (!given->is_object()) return refuse("labels must be an object of texts");
  for (auto const& [name, value] : given->items()) {
    if (!is_label_name(name) || !value.is_string())
      return refuse("labels: '" + printable(name, 40) + "' is no label with a text");
    labels.set(name, value.get_ref<std::string const&>());
  }
  return labels;
}

Row parse_json(std::string_view line) {
  auto const object = json::parse(line, nullptr, false);
  if (!object.is_object()) return refuse("it is no JSON object");
  auto const text = [&](char const* key) {
    auto const found = object.find(key);
    return found != object.end() && found->is_string() ? found->get_ref<std::string const&>() : std::string();
  };
  auto const metric = check_metric(text("metric"), text("unit"));
  if (!metric) return metric.error();
  auto const at = check_time(text("time"));
  if (!at) return at.error();
  auto const value = object.find("value");
  if (value == object.end() || !value->is_number() || !std::isfinite(value->get<double>()))
    return refuse("it has no finite number as value");
  auto const labels = labels_in(object);
  if (!labels) return labels.error();
  return std::optional(SampleRow{*metric, *labels, *at, value->get<double>()});
}

Row parse_openmetrics(std::string_view line) {
  if (line.starts_with('#')) return std::optional<SampleRow>();
  auto const name = line.substr(0, line.find_first_of("{ "));
  auto const* const metric = find_prometheus_name(name);
  if (metric == nullptr) return refuse("there is no metric that is called '" + printable(name, 60) + "' there");
  line.remove_prefix(name.size());
  auto labels = take_labels(line);
  if (!labels) return labels.error();
  line = trim(line);
  auto const space = line.find(' ');
  auto const value = check_value(line.substr(0, space));
  if (!value) return value.error();
  auto const seconds = check_value(space == line.npos ? "" : line.substr(space));
  if (!seconds || std::abs(*seconds) > 1e11) return refuse("a value and a time in seconds must follow the labels");
  return std::optional(
      SampleRow{std::string(metric->name), *std::move(labels), from_millis(std::llround(*seconds * 1000)), *value});
}

}  // namespace

Result<void> RowParser::begin(std::string_view first_line) {
  if (format_ != Format::csv) return {};
  if (first_line.starts_with(kByteOrderMark)) first_line.remove_prefix(kByteOrderMark.size());
  auto const split = split_csv(trim(first_line), cells_);
  if (!split) return split;
  for (std::size_t i = 0; i < kColumns.size(); ++i) {
    auto const found = std::ranges::find(cells_, kColumns[i]);
    if (found != cells_.end()) columns_[i] = std::size_t(found - cells_.begin());
  }
  header_is_next_ = true;
  if (columns_[0] && columns_[1] && columns_[3]) return {};
  return refuse("the first line must name the columns time, metric and value (and labels and unit), not '" +
                printable(first_line, 80) + "'");
}

Row RowParser::parse(std::string_view line) {
  if (line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
  line = trim(line);
  if (line.empty() || std::exchange(header_is_next_, false)) return std::optional<SampleRow>();
  switch (format_) {
    case Format::csv:
      return parse_csv(line);
    case Format::jsonl:
      return parse_json(line);
    case Format::openmetrics:
      return parse_openmetrics(line);
  }
  throw std::logic_error("Format: no such value");
}

Row RowParser::parse_csv(std::string_view line) {
  if (auto const split = split_csv(line, cells_); !split) return split.error();
  auto const cell = [&](std::size_t column) -> std::string_view {
    auto const place = columns_[column];
    return place && *place < cells_.size() ? std::string_view(cells_[*place]) : "";
  };
  auto metric = check_metric(cell(1), cell(4));
  if (!metric) return metric.error();
  auto const at = check_time(cell(0));
  if (!at) return at.error();
  auto const value = check_value(cell(3));
  if (!value) return value.error();
  auto rest = cell(2);
  auto labels = take_labels(rest);
  if (!labels) return labels.error();
  if (!trim(rest).empty()) return refuse("labels: nothing may follow the }, nor stand before the {");
  return std::optional(SampleRow{*std::move(metric), *std::move(labels), *at, *value});
}

}  // namespace lapwing::exchange
