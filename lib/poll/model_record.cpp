// SPDX-License-Identifier: Apache-2.0
#include "poll/model_record.hpp"

#include "core/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <initializer_list>

namespace lapwing::poll {
namespace {

using nlohmann::json;
using Keys = std::initializer_list<std::string_view>;

constexpr std::size_t kMaxName = 100;  // characters of a model, version or target

/// Each key in each section; "" is the object itself.
std::vector<std::string> in_sections(Keys sections, Keys keys) {
  std::vector<std::string> selectors;
  for (auto const section : sections) {
    for (auto const key : keys) {
      selectors.push_back(section.empty() ? std::string(key) : std::string(section) + "." + std::string(key));
    }
  }
  return selectors;
}

json const* follow(json const& object, std::string_view selector) {
  json const* at = &object;
  for (auto const key : split(selector, '.')) {
    if (!at->is_object()) return nullptr;
    auto const next = at->find(key);
    if (next == at->end()) return nullptr;
    at = &*next;
  }
  return at;
}

std::optional<double> number_in(json const& value) {
  if (value.is_number()) {
    auto const number = value.get<double>();
    return std::isfinite(number) ? std::optional(number) : std::nullopt;
  }
  if (!value.is_string()) return std::nullopt;
  auto const text = trim(value.get_ref<std::string const&>());
  double number = 0;
  auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc{} || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

/// Text, or a whole number as text ("version": 3).
std::string name_in(json const& object, std::string_view key) {
  auto const found = object.find(key);
  if (found == object.end()) return "";
  if (found->is_string()) return printable(trim(found->get_ref<std::string const&>()), kMaxName);
  return found->is_number_integer() ? found->dump() : "";
}

void read_metric(json const& object, std::size_t index, std::vector<std::string> const& selectors,
                 ModelRecord& record) {
  auto const& metric = kModelMetrics[index];
  std::string refused;
  for (auto const& selector : selectors) {
    auto const* const value = follow(object, selector);
    if (value == nullptr || value->is_null()) continue;
    auto const number = number_in(*value);
    if (number && *number >= metric.low && *number <= metric.high) {
      record.metrics[index] = *number;
      return;
    }
    if (!refused.empty()) continue;
    auto const shown = printable(value->dump(-1, ' ', false, json::error_handler_t::replace), 30);
    refused = printable(selector, 80) + " is " + shown +
              (!number                ? ", which is no number"
               : *number < metric.low ? ", which is below 0"
               : metric.low == 0      ? ", which is above 1 (a ratio is expected, not a percentage)"
                                      : ", which is above 1");
  }
  if (!refused.empty()) record.refused.emplace_back(index, std::move(refused));
}

std::optional<std::size_t> count_features(json const& object) {
  for (auto const* const key : {"n_features", "feature_count", "features", "feature_columns"}) {
    auto const found = object.find(key);
    if (found == object.end()) continue;
    if (found->is_array()) return found->size();
    if (found->is_number_unsigned()) return found->get<std::size_t>();
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::size_t> find_model_metric(std::string_view name) {
  auto const found = std::ranges::find(kModelMetrics, name, &ModelMetric::name);
  if (found == kModelMetrics.end()) return std::nullopt;
  return std::size_t(found - kModelMetrics.begin());
}

ModelSelectors shipped_selectors() {
  Keys const classification{"classification_metrics", "classification", "metrics", ""};
  Keys const regression{"regression_metrics", "regression", "metrics", ""};
  Keys const either{"classification_metrics", "regression_metrics", "metrics", ""};
  return {{in_sections(classification, {"accuracy", "test_accuracy", "accuracy_score", "model_accuracy"}),
           in_sections(classification, {"f1_score", "f1", "test_f1_score", "test_f1"}),
           in_sections(classification, {"precision", "test_precision", "precision_score"}),
           in_sections(classification, {"recall", "test_recall", "recall_score"}),
           in_sections(regression, {"rmse", "test_rmse"}),
           in_sections(regression, {"mae", "test_mae"}),
           in_sections(regression, {"r2", "test_r2", "r2_score", "test_r2_score", "r_squared"}),
           {"n_train_samples", "training_samples", "n_samples_train", "train_samples", "metrics.training_samples"},
           in_sections(either, {"test_samples", "n_test_samples", "n_samples_test"})},
          {"symbol", "model_id", "model"}};
}

bool ModelRecord::has_metric() const {
  return std::ranges::any_of(metrics, [](auto const& value) { return value.has_value(); });
}

ModelRecord read_model_record(json const& object, ModelSelectors const& selectors) {
  ModelRecord record;
  for (auto const& key : selectors.model_keys) {
    auto const found = object.find(key);
    if (found != object.end() && found->is_string()) record.model = name_in(object, key);
    if (!record.model.empty()) break;
  }
  record.version = name_in(object, "version");
  if (record.version.empty()) record.version = name_in(object, "model_version");

  for (auto const* const key : {"created_at", "timestamp", "trained_at", "date"}) {
    auto const at = parse_timestamp(name_in(object, key));
    if (!at) continue;
    record.trained_at = *at;
    record.time_source = TimeSource::written;
    break;
  }
  if (auto const at = stamp_time(record.version); at && record.time_source == TimeSource::none) {
    record.trained_at = *at;
    record.time_source = TimeSource::stamp;
  }

  for (std::size_t i = 0; i < kModelMetrics.size(); ++i) read_metric(object, i, selectors.metrics[i], record);
  record.features = count_features(object);
  record.target = name_in(object, "target");
  return record;
}

std::string_view find_stamp(std::string_view text) {
  constexpr auto size = std::string_view("20251206T114248Z").size();
  for (std::size_t i = 0; i + size <= text.size(); ++i) {
    auto const candidate = text.substr(i, size);
    if (candidate[8] != 'T' || candidate.back() != 'Z' || !parse_timestamp(candidate)) continue;
    bool const has_v = i > 0 && text[i - 1] == 'v';
    return has_v ? text.substr(i - 1, size + 1) : candidate;
  }
  return {};
}

std::optional<TimePoint> stamp_time(std::string_view text) {
  auto stamp = find_stamp(text);
  if (stamp.starts_with('v')) stamp.remove_prefix(1);
  return parse_timestamp(stamp);
}

}  // namespace lapwing::poll
