// SPDX-License-Identifier: Apache-2.0
#include "exchange/sample_writer.hpp"

#include "core/catalogue.hpp"
#include "core/prometheus_name.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>

namespace lapwing::exchange {
namespace {

constexpr std::size_t kPiece = 64 * 1024;

std::string csv_cell(std::string const& text) {
  if (text.find_first_of("\",\r\n") == text.npos) return text;
  std::string out = "\"";
  for (char const c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

std::string json_text(std::string_view text) { return nlohmann::json(text).dump(); }

std::string json_labels(Labels const& labels) {
  std::string out;
  for (auto const& [name, value] : labels.pairs())
    out += (out.empty() ? "" : ",") + json_text(name) + ":" + json_text(value);
  return "{" + out + "}";
}

std::string openmetrics_labels(Labels const& labels) {
  std::string out;
  for (auto const& [name, value] : labels.pairs())
    out += (out.empty() ? "" : ",") + name + "=\"" + prometheus_escaped(value) + "\"";
  return out.empty() ? "" : "{" + out + "}";
}

std::string openmetrics_head(std::string const& metric, std::string const& name) {
  auto const* const known = find_metric(metric);
  auto out = "# TYPE " + name + " gauge\n";
  if (known == nullptr) return out;
  if (auto const unit = prometheus_unit(known->unit); !unit.empty())
    out += "# UNIT " + name + " " + std::string(unit) + "\n";
  return out + "# HELP " + name + " " + prometheus_escaped(known->meaning) + "\n";
}

}  // namespace

SampleWriter::SampleWriter(Format format, Sink sink) : format_(format), sink_(std::move(sink)) {
  if (format_ == Format::csv) text_ = "time,metric,labels,value,unit\r\n";
}

Result<void> SampleWriter::add(std::string const& metric, Labels const& labels, std::span<series::Point const> points) {
  if (points.empty()) return {};
  if (!any_ || metric != metric_ || labels != labels_) begin_series(metric, labels);
  for (auto const& point : points) {
    text_ += before_;
    if (format_ == Format::openmetrics)
      append_value(point.value);
    else
      utc_.append(text_, point.at);
    text_ += between_;
    if (format_ == Format::openmetrics)
      append_seconds(point.at);
    else
      append_value(point.value);
    text_ += after_;
    if (text_.size() < kPiece) continue;
    if (auto const done = flush(); !done) return done;
  }
  return {};
}

Result<void> SampleWriter::finish() {
  if (format_ == Format::openmetrics) text_ += "# EOF\n";
  return flush();
}

void SampleWriter::begin_series(std::string const& metric, Labels const& labels) {
  auto const* const known = find_metric(metric);
  std::string const unit(known == nullptr ? "" : name_of(known->unit));
  switch (format_) {
    case Format::csv:
      between_ = "," + csv_cell(metric) + "," + csv_cell(labels.to_string()) + ",";
      after_ = "," + unit + "\r\n";
      break;
    case Format::jsonl:
      before_ = "{\"time\":\"";
      between_ = "\",\"metric\":" + json_text(metric) + ",\"labels\":" + json_labels(labels) + ",\"value\":";
      after_ = ",\"unit\":" + json_text(unit) + "}\n";
      break;
    case Format::openmetrics: {
      auto const name = prometheus_name(metric);
      if (!any_ || metric != metric_) text_ += openmetrics_head(metric, name);
      before_ = name + openmetrics_labels(labels) + " ";
      between_ = " ";
      after_ = "\n";
      break;
    }
  }
  metric_ = metric;
  labels_ = labels;
  any_ = true;
}

void SampleWriter::append_seconds(TimePoint at) {
  auto const seconds = std::chrono::floor<std::chrono::seconds>(at);
  auto const millis = (at - seconds).count();
  if (seconds.time_since_epoch().count() < 0 && millis != 0) {  // -0.5 is half a second before 1970
    append_value(double(to_millis(at)) / 1000);
    return;
  }
  std::array<char, 24> room;
  auto const end = std::to_chars(room.data(), room.data() + room.size(), seconds.time_since_epoch().count()).ptr;
  text_.append(room.data(), end);
  if (millis == 0) return;
  text_ += '.';
  for (auto const part : {millis / 100, millis / 10 % 10, millis % 10}) text_ += char('0' + part);
}

void SampleWriter::append_value(double value) {
  std::array<char, 32> room;
  auto const end = std::to_chars(room.data(), room.data() + room.size(), value).ptr;
  text_.append(room.data(), end);
}

Result<void> SampleWriter::flush() {
  auto const done = sink_(text_);
  text_.clear();
  return done;
}

}  // namespace lapwing::exchange
