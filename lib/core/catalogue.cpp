// SPDX-License-Identifier: Apache-2.0
#include "core/catalogue.hpp"

#include <algorithm>
#include <array>

namespace lapwing {
namespace {

using enum Unit;
using enum Better;

constexpr std::array kCatalogue{
    Metric{"model.accuracy", ratio, higher, "model", "model_metrics", "share of correct predictions on the test set"},
    Metric{"model.f1", ratio, higher, "model", "model_metrics", "F1 score: balance of precision and recall"},
    Metric{"model.precision", ratio, higher, "model", "model_metrics", "share of positive predictions that are right"},
    Metric{"model.recall", ratio, higher, "model", "model_metrics", "share of positives that are found"},
    Metric{"model.rmse", number, lower, "model", "model_metrics", "root mean squared error, in the target's unit"},
    Metric{"model.mae", number, lower, "model", "model_metrics", "mean absolute error, in the target's unit"},
    Metric{"model.r2", number, higher, "model", "model_metrics", "coefficient of determination (R²)"},
    Metric{"model.training_samples", count, neither, "model", "model_metrics", "rows the model was trained on"},
    Metric{"model.test_samples", count, neither, "model", "model_metrics", "rows the model was tested on"},
    Metric{"model.age", duration, lower, "model", "model_metrics", "time since the newest version was trained"},
    Metric{"model.metric_missing", count, lower, "model, metric", "model_metrics",
           "1 while the newest version lacks a metric that is expected of it, else 0"},
    Metric{"model.unreadable_files", count, lower, "model", "model_metrics",
           "metadata files and history lines that could not be read at the last poll"},
    Metric{"data.age", duration, lower, "dataset", "data_quality",
           "time since the newest row was due to be complete (its time plus step), or since modification if asked"},
    Metric{"data.records", count, neither, "dataset", "data_quality", "data rows"},
    Metric{"data.columns", count, neither, "dataset", "data_quality", "columns in the header"},
    Metric{"data.missing", count, lower, "dataset, [column]", "data_quality",
           "blank cells outside ignore_head and ignore_columns, in all and per column"},
    Metric{"data.duplicates", count, lower, "dataset", "data_quality", "rows that repeat an earlier row exactly"},
    Metric{"data.duplicate_keys", count, lower, "dataset", "data_quality",
           "rows whose key (default: the time) occurred before"},
    Metric{"data.gaps", count, lower, "dataset", "data_quality",
           "steps missing between consecutive rows, beyond allow_gaps"},
    Metric{"data.type_errors", count, lower, "dataset, [column]", "data_quality",
           "cells that do not fit their column's type, in all and per column"},
    Metric{"data.unsorted", count, lower, "dataset", "data_quality", "rows older than the row before them"},
    Metric{"data.schema_changes", count, lower, "dataset", "data_quality",
           "columns added, removed, moved or of another type since the last poll"},
    Metric{"data.valid", ratio, higher, "dataset", "data_quality",
           "share of the data checks that pass; 100% is a sound file"},
    Metric{"poll.success", ratio, higher, "poller, type", "every poller",
           "1 if the poll could read its source, else 0"},
    Metric{"poll.duration", duration, lower, "poller, type", "every poller", "how long the poll took"},
    Metric{"channel.success", ratio, higher, "channel", "every channel",
           "1 if the last message was accepted, 0 if the channel refused it or can not be reached"},
    Metric{"config.valid", ratio, higher, "", "the daemon",
           "1 if the last reload was accepted, 0 if the old configuration stays"},
};

}  // namespace

std::span<Metric const> catalogue() { return kCatalogue; }

Metric const* find_metric(std::string_view name) {
  auto const found = std::ranges::find(kCatalogue, name, &Metric::name);
  return found == kCatalogue.end() ? nullptr : &*found;
}

std::string_view describe(Better better) {
  switch (better) {
    case higher:
      return "higher is better";
    case lower:
      return "lower is better";
    case neither:
      return "";
  }
  return "";
}

}  // namespace lapwing
