// SPDX-License-Identifier: Apache-2.0
// Reads one YAML map key by key into typed values. Whatever was not asked for by the end is an error with a suggestion:
// nothing is ever accepted and ignored.
#pragma once

#include "config/references.hpp"
#include "config/value.hpp"
#include "core/quantity.hpp"
#include "core/secret.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lapwing::config {

/// What reading needs beside the value; outlives the readers.
struct Reading {
  Problems& problems;
  References& references;
  /// What the configuration says with every default filled in, `path: value`, in the order of reading. Secrets as ***.
  std::vector<std::string>* effective = nullptr;
};

/// A wrong value becomes a problem and comes back as the fallback, so that reading goes on and finds the rest.
/// Call `finish()` when all keys were asked for.
class MapReader {
 public:
  /// `where` is how errors name the map: "poller models", "alert model-accuracy", "" for the file itself.
  /// A value that is no map is a problem; the reader then behaves as an empty map.
  MapReader(Value const& value, std::string path, Reading const& reading);

  bool has(std::string_view key) const;
  /// Whether the key's value is a map, for what may also be written as a text.
  bool is_map(std::string_view key) const;
  /// Whether it is that word, which the key takes instead of what it mostly is. It is then read.
  bool is_text(std::string_view key, std::string_view word);
  Place place_of(std::string_view key) const;  ///< of the key's value; of the map where the key is absent
  Place place() const { return place_; }
  std::string const& where() const { return path_; }
  Reading const& reading() const { return reading_; }

  /// The raw value, for readers of their own; nullptr where absent.
  Value const* raw(std::string_view key);

  std::string text(std::string_view key, std::string_view fallback);
  std::string required_text(std::string_view key);
  /// For a text that people see wherever it ends up: with *** for what references bring.
  std::string shown_text(std::string_view key, std::string_view fallback);
  std::string required_shown_text(std::string_view key);
  /// A path: a relative one starts from the folder of the file it stands in.
  std::string path(std::string_view key, std::string_view fallback);
  std::string required_path(std::string_view key);
  std::vector<std::string> paths(std::string_view key, std::vector<std::string> fallback);
  Secret required_secret(std::string_view key);
  bool flag(std::string_view key, bool fallback);
  Duration duration(std::string_view key, Duration fallback);
  std::optional<double> quantity(std::string_view key, Unit unit);
  /// A whole number from `low` to `high`.
  long long whole(std::string_view key, long long fallback, long long low, long long high);
  /// One of the words; the fallback's index must be valid.
  std::size_t choice(std::string_view key, std::vector<std::string_view> const& words, std::size_t fallback);
  /// A list of texts; a single text counts as a list of one.
  std::vector<std::string> texts(std::string_view key, std::vector<std::string> fallback);
  /// A map of its own; absent where the key is absent.
  std::optional<MapReader> map(std::string_view key);
  /// Every entry of a map whose keys are names of the user's (pollers, channels, alerts), with the name.
  std::vector<std::pair<std::string, MapReader>> named_maps(std::string_view key);
  /// Adds to what is effective; for values that are read raw.
  void show(std::string_view key, std::string_view value);
  /// Adds a problem at the value of `key`.
  void problem(std::string_view key, std::string what);

  void finish();

 private:
  Value const* take(std::string_view key);
  Value const* take_scalar(std::string_view key);
  std::string resolve(Value const& value, bool* secret);
  std::string required(std::string_view key, std::string (MapReader::*read)(std::string_view, std::string_view));
  std::string from_here(std::string path) const;

  Value const* map_ = nullptr;
  Place place_;
  std::string path_;
  Reading reading_;
  std::vector<std::string> asked_;
};

}  // namespace lapwing::config
