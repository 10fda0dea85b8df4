// SPDX-License-Identifier: Apache-2.0
// One YAML document as a plain tree, every node with its place. yaml-cpp stays in the .cpp.
#pragma once

#include "config/problems.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lapwing::config {

struct Entry;

struct Value {
  enum class Kind { null, scalar, sequence, map };
  Kind kind = Kind::null;
  Place place;
  std::string text;            ///< scalar: as written, unquoted
  bool quoted = false;         ///< scalar: written in quotes, so it is text whatever it looks like
  std::vector<Value> items;    ///< sequence
  std::vector<Entry> entries;  ///< map, in order; keys are unique scalars
};

struct Entry {
  std::string key;
  Place place;
  Value value;
};

/// Reads exactly one document whose root is a map. Every defect becomes a problem with its place: syntax, a quote or
/// bracket that is not closed, a second document, duplicate or empty keys, keys that are not scalars, unknown tags
/// (!!str, !!map and
/// !!seq are known), merge keys, invalid UTF-8, control characters (also escaped ones), more than 1 MiB, more than
/// 100,000 nodes (aliases counted as often as they are used), deeper than 64. Absent then. A value that is not there
/// stands at its key.
std::optional<Value> parse_yaml(std::string_view bytes, std::string file_name, Problems& problems);

/// parse_yaml of a file's content. A file that can not be read is a problem too.
std::optional<Value> load_yaml(std::string const& path, Problems& problems);

/// "a map", "a list", "text", "nothing": for errors.
std::string_view describe(Value::Kind kind);

}  // namespace lapwing::config
