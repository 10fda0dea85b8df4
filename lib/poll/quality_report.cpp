// SPDX-License-Identifier: Apache-2.0
#include "poll/quality_report.hpp"

#include "core/quantity.hpp"
#include "poll/data_schema.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace lapwing::poll {
namespace {

using namespace std::chrono_literals;

std::string figure(std::size_t number) { return format_quantity(static_cast<double>(number), Unit::count); }

/// "1 row", "2 rows".
std::string figure(std::size_t number, std::string_view one) {
  return figure(number) + " " + std::string(one) + (number == 1 ? "" : "s");
}

/// 2025-03-01 for a midnight, else 2025-03-01T10:30:00Z.
std::string tell(TimePoint at) {
  auto const text = format_utc(at);
  return text.ends_with("T00:00:00Z") ? text.substr(0, text.size() - 10) : text;
}

std::string first_of(std::size_t count) { return count > 1 ? " (first of " + figure(count) + ")" : ""; }

std::string missing_note(ColumnQuality const& column) {
  return "column " + column.name + ": " + figure(column.missing) + " blank, first at line " +
         figure(column.first_missing_line);
}

std::string type_note(ColumnQuality const& column, std::size_t total) {
  std::string_view const kind = column.type == CellType::time      ? "a time"
                                : column.type == CellType::boolean ? "true or false"
                                                                   : "a number";
  std::string const what = column.type == CellType::text ? "text" : std::string(kind);
  return "column " + column.name + ", line " + figure(column.first_error_line) + ": '" + column.first_error +
         "' is not " + what + first_of(total);
}

/// Of all columns, from the one where it is first met.
std::string missing_total_note(std::vector<ColumnQuality> const& columns, std::size_t total) {
  ColumnQuality const* first = nullptr;
  ColumnQuality const* most = nullptr;
  std::size_t concerned = 0;
  for (auto const& column : columns) {
    if (column.missing == 0) continue;
    ++concerned;
    if (first == nullptr || column.first_missing_line < first->first_missing_line) first = &column;
    if (most == nullptr || column.missing > most->missing) most = &column;
  }
  if (concerned < 2) return first == nullptr ? "" : missing_note(*first);
  return figure(total) + " blank in " + figure(concerned) + " columns, most in " + most->name + " (" +
         figure(most->missing) + "), first at line " + figure(first->first_missing_line) + " in " + first->name;
}

std::string type_total_note(std::vector<ColumnQuality> const& columns, std::size_t total) {
  ColumnQuality const* first = nullptr;
  for (auto const& column : columns) {
    if (column.type_errors == 0) continue;
    if (first == nullptr || column.first_error_line < first->first_error_line) first = &column;
  }
  return first == nullptr ? "" : type_note(*first, total);
}

std::string repetition_note(Repetition const& found, std::string_view same) {
  if (found.count == 0) return "";
  std::string const unit = found.are_lines ? "line " : "row ";
  return unit + figure(found.repeat) + " " + std::string(same) + " " + unit + figure(found.first) +
         first_of(found.count);
}

std::string gap_note(Timeline const& timeline, Duration step) {
  if (!timeline.first_gap()) return "";
  auto const& jump = *timeline.first_gap();
  auto const missing = missing_steps(jump.at - jump.before, step);
  auto const [unit, of] = step == 24h    ? std::pair{"day", std::string()}
                          : step == 1h   ? std::pair{"hour", std::string()}
                          : step == 1min ? std::pair{"minute", std::string()}
                                         : std::pair{"step", " of " + format_duration(step)};
  std::string note = figure(missing, unit) + of + " missing between " + tell(jump.before) + " and " + tell(jump.at) +
                     " (line " + figure(jump.line) + ")";
  if (timeline.gaps() > missing) note += ", " + figure(timeline.gaps()) + " in all";
  return note;
}

std::string order_note(Timeline const& timeline) {
  if (!timeline.first_unsorted()) return "";
  auto const& jump = *timeline.first_unsorted();
  return "line " + figure(jump.line) + " (" + tell(jump.at) + ") is older than the row before it (" +
         tell(jump.before) + ")" + first_of(timeline.unsorted());
}

std::string ragged_note(Quality const& quality) {
  if (quality.ragged == 0) return "";
  auto const line = "line " + figure(quality.first_ragged_line);
  if (!quality.first_ragged_cells) return line + " is not a JSON object" + first_of(quality.ragged);
  return line + " has " + figure(*quality.first_ragged_cells, "field") + " instead of " +
         figure(quality.columns.size()) + first_of(quality.ragged);
}

/// Collects the samples of one dataset.
class Collector {
 public:
  Collector(std::string dataset, TimePoint now) : dataset_(std::move(dataset)), now_(now) {}

  void add(std::string_view metric, double value, std::string const& note, std::string const& column = "") {
    samples_.push_back(
        {std::string(metric), Labels{{"dataset", dataset_}, {"column", column}}, value, now_, Untrusted(note)});
  }
  void add(std::string_view metric, std::size_t value, std::string const& note, std::string const& column = "") {
    add(metric, static_cast<double>(value), note, column);
  }

  /// One enabled check and, in words, what it found where it fails, with the evidence that names a line.
  void check(bool passes, std::string failure, std::string_view evidence = "") {
    ++checks_;
    if (!passes) failures_.push_back(evidence.empty() ? std::move(failure) : failure + " (" + std::string(evidence) + ")");
  }

  std::vector<Sample> finish() {
    std::string note = figure(failures_.size()) + " of " + figure(checks_) + " checks failed: ";
    for (auto const& failure : failures_) note += (&failure == failures_.data() ? "" : "; ") + failure;
    auto const passed = static_cast<double>(checks_ - failures_.size());
    add("data.valid", passed / static_cast<double>(checks_), failures_.empty() ? "" : note);
    return std::move(samples_);
  }

 private:
  std::string dataset_;
  TimePoint now_;
  std::vector<Sample> samples_;
  std::size_t checks_ = 0;
  std::vector<std::string> failures_;
};

void add_age(Collector& out, Quality const& quality, DataQualityOptions const& options, TimePoint now) {
  std::optional<TimePoint> since;
  std::string note;
  if (options.age == AgeBy::modified) {
    since = quality.modified;
    if (since) note = "modified " + tell(*since);
  } else if (quality.timeline && quality.timeline->newest()) {
    auto const newest = *quality.timeline->newest();
    since = newest + options.step.value_or(Duration{0});
    note = "newest row " + tell(newest) + (newest > now ? ", which lies in the future" : "");
  }
  if (since) out.add("data.age", std::chrono::duration<double>(std::max(now - *since, Duration{0})).count(), note);
}

void add_timeline(Collector& out, Timeline const& timeline, DataQualityOptions const& options) {
  if (options.step) {
    auto const gaps = timeline.gaps() > options.allow_gaps ? timeline.gaps() - options.allow_gaps : 0;
    auto const where = gaps > 0 ? gap_note(timeline, *options.step) : "";
    out.add("data.gaps", gaps, where);
    out.check(gaps == 0, figure(gaps, "missing step"), where);
  }
  out.add("data.unsorted", timeline.unsorted(), order_note(timeline));
  out.check(timeline.unsorted() == 0, figure(timeline.unsorted(), "row") + " out of order", order_note(timeline));
}

}  // namespace

PollReport report_quality(Quality const& quality, DataQualityOptions const& options, TimePoint now,
                          std::string const& cursor) {
  auto const& columns = quality.columns;
  Collector out(options.dataset, now);
  add_age(out, quality, options, now);

  bool const in_range = !options.records || options.records->contains(quality.records);
  auto const outside = in_range ? "" : figure(quality.records) + " outside " + options.records->to_string();
  out.add("data.records", quality.records, outside);
  if (options.records) out.check(in_range, "records " + outside);

  auto const before = DataMemory::from_cursor(cursor);
  auto const memory = DataMemory::after(before, quality);
  auto const changes = before ? compare(*before, memory) : SchemaChanges{};
  out.add("data.columns", columns.size(), ragged_note(quality));
  out.add("data.schema_changes", changes.count(), changes.to_string());
  out.check(changes.count() == 0, figure(changes.count(), "column change"), changes.to_string());
  out.check(quality.ragged == 0, figure(quality.ragged, "ragged row"), ragged_note(quality));

  auto const total = [&](std::size_t ColumnQuality::*what) {
    return std::accumulate(columns.begin(), columns.end(), std::size_t{0},
                           [what](std::size_t sum, ColumnQuality const& column) { return sum + column.*what; });
  };
  auto const missing = total(&ColumnQuality::missing), type_errors = total(&ColumnQuality::type_errors);
  out.add("data.missing", missing, missing_total_note(columns, missing));
  out.check(missing == 0, figure(missing) + " blank", missing_total_note(columns, missing));
  out.add("data.type_errors", type_errors, type_total_note(columns, type_errors));
  out.check(type_errors == 0, figure(type_errors) + " of the wrong type", type_total_note(columns, type_errors));
  for (auto const& column : columns) {
    if (memory.with_missing.contains(column.name)) {
      out.add("data.missing", column.missing, column.missing > 0 ? missing_note(column) : "", column.name);
    }
    if (memory.with_type_errors.contains(column.name)) {
      out.add("data.type_errors", column.type_errors,
              column.type_errors > 0 ? type_note(column, column.type_errors) : "", column.name);
    }
  }

  auto const repeats = repetition_note(quality.duplicates, "repeats");
  out.add("data.duplicates", quality.duplicates.count, repeats);
  out.check(quality.duplicates.count == 0, figure(quality.duplicates.count, "duplicate row"), repeats);
  if (quality.duplicate_keys) {
    auto const same_key = repetition_note(*quality.duplicate_keys, "has the key of");
    out.add("data.duplicate_keys", quality.duplicate_keys->count, same_key);
    out.check(quality.duplicate_keys->count == 0, figure(quality.duplicate_keys->count, "duplicate key"), same_key);
  }
  if (quality.timeline) add_timeline(out, *quality.timeline, options);
  return {out.finish(), {}, memory.to_cursor()};
}

}  // namespace lapwing::poll
