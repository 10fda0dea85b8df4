// SPDX-License-Identifier: Apache-2.0
#include "poll/model_sources.hpp"

#include "core/text.hpp"
#include "poll/lenient_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <tuple>
#include <utility>

namespace lapwing::poll {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr Duration kSameRun = 15min;

std::string_view last_part(std::string_view path) {
  return path.substr(path.find_last_of("/\\") + 1);  // npos + 1 is 0
}

Duration distance(TimePoint a, TimePoint b) { return a < b ? b - a : a - b; }

/// Fills into `into` what only `from` knows.
void fill_in(ModelRecord& into, ModelRecord const& from) {
  for (std::size_t i = 0; i < into.metrics.size(); ++i) {
    if (!into.metrics[i]) into.metrics[i] = from.metrics[i];
  }
  into.refused.insert(into.refused.end(), from.refused.begin(), from.refused.end());
  if (!into.features) into.features = from.features;
  if (into.target.empty()) into.target = from.target;
  if (from.time_source < into.time_source) {
    into.trained_at = from.trained_at;
    into.time_source = from.time_source;
  }
  if (into.origin.find(from.origin) == std::string::npos) into.origin += " and " + from.origin;
}

bool contradict(ModelRecord const& a, ModelRecord const& b) {
  for (std::size_t i = 0; i < a.metrics.size(); ++i) {
    if (a.metrics[i] && b.metrics[i] && *a.metrics[i] != *b.metrics[i]) return true;
  }
  return false;
}

}  // namespace

void ModelFaults::add(std::string what) {
  if (some.size() < 5) some.push_back(what);
  if (count++ == 0) first = std::move(what);
}

ModelSources::ModelSources(ModelSelectors selectors, std::string default_model)
    : selectors_(std::move(selectors)), default_model_(std::move(default_model)) {}

void ModelSources::add_manifest(std::string_view bytes, std::string const& file) {
  auto const manifest = parse_lenient_json(bytes, file);
  if (!manifest) return reading_.faults.add(manifest.error().message);
  auto const versions = manifest->is_object() ? manifest->find("versions") : manifest->end();
  if (versions == manifest->end() || !(versions->is_structured() || versions->is_null())) {
    return reading_.faults.add(file + ": has no map 'versions'");
  }
  for (auto const& [key, entry] : versions->items()) {
    add_manifest_entry(entry, versions->is_object() ? printable(key, 100) : "", file);
  }
}

void ModelSources::add_manifest_entry(json const& entry, std::string version, std::string const& file) {
  auto record = entry.is_object() ? read_model_record(entry, selectors_) : ModelRecord{};
  if (!version.empty()) record.version = std::move(version);
  if (!entry.is_object() || record.version.empty()) {
    return reading_.faults.add(file + ": version '" + record.version + "' is no map or has no name");
  }
  if (auto const at = stamp_time(record.version); at && record.time_source == TimeSource::none) {
    record.trained_at = *at;
    record.time_source = TimeSource::stamp;
  }
  if (auto const path = entry.find("metadata"); path != entry.end() && path->is_string()) {
    version_of_file_[std::string(last_part(path->get_ref<std::string const&>()))] = record.version;
    record.awaits_file = true;
  }
  record.origin = file;
  manifest_.push_back(std::move(record));
}

void ModelSources::add_metadata(std::string_view bytes, std::string const& file, TimePoint modified) {
  auto const object = parse_lenient_json(bytes, file);
  if (!object) return add_unreadable(file, object.error().message);
  if (!object->is_object()) return add_unreadable(file, file + ": holds no JSON object");
  auto record = read_model_record(*object, selectors_);
  if (record.time_source == TimeSource::none) {
    auto const stamp = stamp_time(file);
    record.trained_at = stamp.value_or(modified);
    record.time_source = stamp ? TimeSource::stamp : TimeSource::file;
  }
  record.origin = file;
  metadata_.push_back(std::move(record));
}

void ModelSources::add_history(std::string_view bytes, std::string const& file) {
  history_file_ = file;
  auto const text = trim(bytes);
  auto const first_line = trim(text.substr(0, text.find('\n')));
  if (text.starts_with('[') || first_line == "{") {
    auto const whole = parse_lenient_json(bytes, file);
    if (!whole) return reading_.faults.add(whole.error().message);
    if (whole->is_object()) return add_history_row(*whole, file, file);
    for (std::size_t i = 0; i < whole->size(); ++i) {
      add_history_row((*whole)[i], file + ": entry " + std::to_string(i + 1), file);
    }
    return;
  }
  std::size_t number = 0;
  for (auto const line : split(bytes, '\n')) {
    ++number;
    if (trim(line).empty()) continue;
    auto const row = parse_lenient_json(line, file, number);
    if (row)
      add_history_row(*row, file + ": line " + std::to_string(number), file);
    else
      reading_.faults.add(row.error().message);
  }
}

void ModelSources::add_history_row(json const& row, std::string const& where, std::string const& file) {
  if (!row.is_object()) return reading_.faults.add(where + ": is no JSON object");
  ++history_rows_;
  auto record = read_model_record(row, selectors_);
  if (!record.has_metric() && record.refused.empty()) {
    ++null_rows_;
    return;
  }
  if (record.time_source == TimeSource::none && record.version.empty()) {
    return reading_.faults.add(where + ": has neither a time (created_at, timestamp, trained_at, date) nor a version");
  }
  record.origin = file;
  history_.push_back(std::move(record));
}

void ModelSources::add_unreadable(std::string const& file, std::string why) {
  if (auto const stamp = find_stamp(file); !stamp.empty()) unreadable_.emplace(stamp);
  reading_.faults.add(std::move(why));
}

std::string ModelSources::model_of(ModelRecord const& record) const {
  return record.model.empty() ? default_model_ : record.model;
}

/// Gives every metadata record its version: its own, the manifest's, the stamp of its name, its training time. A file
/// that has none of the first three and no metric is some other metadata.
void ModelSources::name_metadata() {
  std::erase_if(metadata_, [this](ModelRecord& record) {
    if (!record.version.empty()) return false;
    auto const named = version_of_file_.find(record.origin);
    record.version = named != version_of_file_.end() ? named->second : std::string(find_stamp(record.origin));
    if (!record.version.empty()) return false;
    record.version = format_utc(record.trained_at);
    if (record.has_metric() || !record.refused.empty()) return false;
    reading_.faults.add(record.origin + ": holds neither a version nor a metric");
    return true;
  });
}

/// Adds a record of the same kind of source as those before it. The same version at another time is another version:
/// some write a constant there ("version": "1.0").
void ModelSources::insert(Versions& versions, ModelRecord record, bool later_counts) {
  auto const [at, is_new] = versions.try_emplace({record.model, record.version}, record);
  if (is_new) return;
  auto& known = at->second;
  bool const both_written = record.time_source == TimeSource::written && known.time_source == TimeSource::written;
  auto const suffix = "@" + format_utc(record.trained_at);
  if (both_written && distance(record.trained_at, known.trained_at) > kSameRun && !record.version.ends_with(suffix)) {
    record.version += suffix;
    return insert(versions, std::move(record), later_counts);
  }
  if (later_counts) std::swap(known, record);
  fill_in(known, record);
}

void ModelSources::merge_metadata(Versions& versions) {
  for (auto& record : metadata_) {
    record.model = model_of(record);
    insert(versions, std::move(record), false);
  }
}

void ModelSources::merge_manifest(Versions& versions) {
  std::multimap<std::string_view, std::string_view> models_of;  // by version
  for (auto const& [key, record] : versions) models_of.emplace(key.second, key.first);
  for (auto& record : manifest_) {
    // A manifest rarely names the model; the version's metadata file does.
    if (record.model.empty() && models_of.count(record.version) == 1) {
      record.model = models_of.find(record.version)->second;
    }
    record.model = model_of(record);
    auto const [at, is_new] = versions.try_emplace({record.model, record.version}, record);
    if (!is_new) fill_in(at->second, record);
  }
  for (auto& [key, record] : versions) record.awaits_file |= unreadable_.contains(record.version);
}

void ModelSources::merge_history(Versions& versions) {
  std::map<std::string, std::vector<ModelRecord*>> known;  // of a model, by training time
  for (auto& [key, record] : versions) {
    if (record.time_source != TimeSource::none) known[key.first].push_back(&record);
  }
  for (auto& [model, records] : known) std::ranges::sort(records, {}, &ModelRecord::trained_at);

  Versions rows;  // a run that stands in two merged artifacts is one
  for (auto& row : history_) {
    row.model = model_of(row);
    if (row.version.empty()) row.version = format_utc(row.trained_at);
    insert(rows, std::move(row), true);
  }

  for (auto& [key, row] : rows) {
    ModelRecord* same = nullptr;
    if (auto const named = versions.find(key); named != versions.end()) same = &named->second;
    bool const is_nameless = row.version == format_utc(row.trained_at);
    if (is_nameless && same == nullptr) {
      auto const& records = known[key.first];
      auto at = std::ranges::lower_bound(records, row.trained_at - kSameRun, {}, &ModelRecord::trained_at);
      for (auto nearest = kSameRun; at != records.end() && (*at)->trained_at <= row.trained_at + kSameRun; ++at) {
        auto const away = distance((*at)->trained_at, row.trained_at);
        if (away > nearest || contradict(**at, row)) continue;
        nearest = away;
        same = *at;
      }
    }
    if (same != nullptr)
      fill_in(*same, row);
    else
      versions.emplace(key, std::move(row));
  }
}

ModelReading ModelSources::merge() && {
  name_metadata();
  Versions versions;
  merge_metadata(versions);
  merge_manifest(versions);
  merge_history(versions);
  for (auto& [key, record] : versions) {
    if (record.time_source == TimeSource::none) {
      reading_.faults.add(record.origin + ": version '" + record.version + "' has no training time");
    } else {
      reading_.versions.push_back(std::move(record));
    }
  }
  auto& list = reading_.versions;
  std::ranges::sort(list, {}, [](ModelRecord const& r) { return std::tie(r.trained_at, r.model, r.version); });
  if (list.size() > kMaxVersions) list.erase(list.begin(), list.end() - kMaxVersions);
  if (history_rows_ > 0 && null_rows_ == history_rows_) {
    reading_.remark = "all " + std::to_string(null_rows_) + " rows of " + history_file_ + " hold nulls only";
  }
  return std::move(reading_);
}

}  // namespace lapwing::poll
