// SPDX-License-Identifier: Apache-2.0
// What manifest, metadata files and history say together: every version of every model once. Pure over bytes.
#pragma once

#include "poll/model_record.hpp"

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::poll {

/// Files and lines that could not be read: how many, and the first of them in words ("v1_metadata.json: line 3, …").
struct ModelFaults {
  std::size_t count = 0;
  std::string first;
  std::vector<std::string> some;  ///< the first five, that one included
  void add(std::string what);
};

struct ModelReading {
  /// Every version, by training time, then model, then version. Model and version are filled in. At most kMaxVersions,
  /// the newest.
  std::vector<ModelRecord> versions;
  ModelFaults faults;
  std::string remark;  ///< what is odd but no fault: a history that holds nulls only; "" mostly
};

inline constexpr std::size_t kMaxVersions = 20'000;

/// Takes files in any order, metadata files by name for a stable result. File names are for notes and for the stamp in
/// them.
class ModelSources {
 public:
  /// `default_model` is the model of whatever does not name one.
  ModelSources(ModelSelectors selectors, std::string default_model);

  /// manifest.json: `versions`, a map by version or a list. Its paths may be Windows paths; only their last part
  /// counts.
  void add_manifest(std::string_view bytes, std::string const& file);
  /// One *metadata*.json. Without a time in it or a stamp in its name, `modified` is the training time.
  void add_metadata(std::string_view bytes, std::string const& file, TimePoint modified);
  /// A JSONL file, a JSON array or one JSON object. Rows that hold no metric are no versions and no faults.
  void add_history(std::string_view bytes, std::string const& file);
  /// A file whose bytes could not be had; `why` begins with its name.
  void add_unreadable(std::string const& file, std::string why);

  /// Merges what was added. Per metric, metadata counts before manifest before history. A history row without version,
  /// within 15 minutes of a known version of its model and equal to it in every metric both have, is that version.
  ModelReading merge() &&;

 private:
  using Versions = std::map<std::pair<std::string, std::string>, ModelRecord>;  // by model and version

  void add_manifest_entry(nlohmann::json const& entry, std::string version, std::string const& file);
  void add_history_row(nlohmann::json const& row, std::string const& where, std::string const& file);
  std::string model_of(ModelRecord const& record) const;
  void name_metadata();
  void merge_metadata(Versions& versions);
  void merge_manifest(Versions& versions);
  void merge_history(Versions& versions);
  static void insert(Versions& versions, ModelRecord record, bool later_counts);

  ModelSelectors selectors_;
  std::string default_model_;
  std::vector<ModelRecord> metadata_;
  std::vector<ModelRecord> manifest_;
  std::vector<ModelRecord> history_;
  std::map<std::string, std::string> version_of_file_;  // as the manifest says
  std::set<std::string, std::less<>> unreadable_;       // the stamps of metadata files
  std::size_t history_rows_ = 0;
  std::size_t null_rows_ = 0;
  std::string history_file_;
  ModelReading reading_;
};

}  // namespace lapwing::poll
