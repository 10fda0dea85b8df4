// SPDX-License-Identifier: Apache-2.0
#include "config/map_reader.hpp"

#include "core/text.hpp"

#include <algorithm>

namespace lapwing::config {
namespace {

/// nullptr where the map is none, or has no such key.
Entry const* find(Value const* map, std::string_view key) {
  if (map == nullptr) return nullptr;
  auto const found = std::ranges::find(map->entries, key, &Entry::key);
  return found == map->entries.end() ? nullptr : &*found;
}

}  // namespace

MapReader::MapReader(Value const& value, std::string path, Reading const& reading)
    : place_(value.place), path_(std::move(path)), reading_(reading) {
  if (value.kind == Value::Kind::map)
    map_ = &value;
  else if (value.kind != Value::Kind::null) {
    reading_.problems.add(place_, (path_.empty() ? "this" : path_) + " must be a map (key: value), not " +
                                      std::string(describe(value.kind)));
  }
}

Value const* MapReader::take(std::string_view key) {
  if (std::ranges::find(asked_, key) == asked_.end()) asked_.emplace_back(key);
  if (map_ == nullptr) return nullptr;
  auto const found = std::ranges::find(map_->entries, key, &Entry::key);
  return found == map_->entries.end() ? nullptr : &found->value;
}

Value const* MapReader::take_scalar(std::string_view key) {
  auto const* const value = take(key);
  if (value == nullptr) return nullptr;
  if (value->kind == Value::Kind::scalar) return value;
  reading_.problems.add(value->place,
                        std::string(key) + " must be a single value, not " + std::string(describe(value->kind)) +
                            (value->kind == Value::Kind::null ? "; give it a value or remove the key" : ""));
  return nullptr;
}

bool MapReader::has(std::string_view key) const { return find(map_, key) != nullptr; }

bool MapReader::is_map(std::string_view key) const {
  auto const* const entry = find(map_, key);
  return entry != nullptr && entry->value.kind == Value::Kind::map;
}

bool MapReader::is_text(std::string_view key, std::string_view word) {
  auto const* const entry = find(map_, key);
  bool const is_it = entry != nullptr && entry->value.kind == Value::Kind::scalar && entry->value.text == word;
  if (is_it) text(key, "");
  return is_it;
}

Place MapReader::place_of(std::string_view key) const {
  auto const* const entry = find(map_, key);
  return entry == nullptr ? place_ : entry->value.place;
}

Value const* MapReader::raw(std::string_view key) { return take(key); }

void MapReader::problem(std::string_view key, std::string what) {
  reading_.problems.add(place_of(key), std::move(what));
}

void MapReader::show(std::string_view key, std::string_view value) {
  if (reading_.effective == nullptr) return;
  std::string const where = path_.empty() ? std::string(key) : path_ + "." + std::string(key);
  reading_.effective->push_back(where + ": " + std::string(value));
}

std::string MapReader::resolve(Value const& value, bool* secret) {
  if (value.text.find("${") == value.text.npos) return value.text;
  if (References::present_in(value.text)) *secret = true;
  auto resolved = reading_.references.resolve(value.text);
  if (resolved) return *std::move(resolved);
  reading_.problems.add(value.place, resolved.error().message);
  return "";
}

std::string MapReader::text(std::string_view key, std::string_view fallback) {
  auto const* const value = take_scalar(key);
  bool secret = false;
  std::string out = value == nullptr ? std::string(fallback) : resolve(*value, &secret);
  show(key, secret ? kMasked : std::string_view(out));
  return out;
}

std::string MapReader::shown_text(std::string_view key, std::string_view fallback) {
  auto const* const value = take_scalar(key);
  std::string out(fallback);
  if (value != nullptr) {
    auto masked = reading_.references.mask(value->text);
    if (!masked) reading_.problems.add(value->place, masked.error().message);
    out = masked ? *std::move(masked) : "";
  }
  show(key, out);
  return out;
}

std::string MapReader::required(std::string_view key,
                                std::string (MapReader::*read)(std::string_view, std::string_view)) {
  if (!has(key)) {
    take(key);
    reading_.problems.add(place_, (path_.empty() ? "" : path_ + " ") + "needs the key '" + std::string(key) + "'");
    return "";
  }
  auto const before = reading_.problems.size();
  auto out = (this->*read)(key, "");
  if (out.empty() && reading_.problems.size() == before) problem(key, std::string(key) + " must not be empty");
  return out;
}

std::string MapReader::required_text(std::string_view key) { return required(key, &MapReader::text); }

std::string MapReader::required_shown_text(std::string_view key) { return required(key, &MapReader::shown_text); }

std::string MapReader::from_here(std::string path) const {
  if (path.empty() || path[0] == '/' || path == ":memory:" || !place_.file) return path;
  auto const folder = place_.file->rfind('/');
  return folder == std::string::npos ? path : place_.file->substr(0, folder + 1) + path;
}

std::string MapReader::path(std::string_view key, std::string_view fallback) { return from_here(text(key, fallback)); }

std::string MapReader::required_path(std::string_view key) { return from_here(required_text(key)); }

std::vector<std::string> MapReader::paths(std::string_view key, std::vector<std::string> fallback) {
  auto out = texts(key, std::move(fallback));
  for (auto& one : out) one = from_here(std::move(one));
  return out;
}

Secret MapReader::required_secret(std::string_view key) {
  auto* const effective = std::exchange(reading_.effective, nullptr);
  Secret secret(required_text(key));
  reading_.effective = effective;
  reading_.references.redactor().add(secret.reveal());
  show(key, kMasked);
  return secret;
}

std::vector<std::string> MapReader::texts(std::string_view key, std::vector<std::string> fallback) {
  auto const* const value = take(key);
  std::vector<std::string> out;
  bool secret = false;
  if (value == nullptr) {
    out = std::move(fallback);
  } else if (value->kind == Value::Kind::scalar) {
    out.push_back(resolve(*value, &secret));
  } else if (value->kind == Value::Kind::sequence) {
    for (auto const& item : value->items) {
      if (item.kind == Value::Kind::scalar)
        out.push_back(resolve(item, &secret));
      else
        reading_.problems.add(
            item.place, std::string(key) + " is a list of texts; here stands " + std::string(describe(item.kind)));
    }
  } else {
    reading_.problems.add(value->place, std::string(key) + " must be a text or a list of texts, not " +
                                            std::string(describe(value->kind)));
  }
  std::string joined;
  for (auto const& text : out) joined += (joined.empty() ? "" : ", ") + text;
  show(key, secret ? std::string(kMasked) : "[" + joined + "]");
  return out;
}

std::optional<MapReader> MapReader::map(std::string_view key) {
  auto const* const value = take(key);
  if (value == nullptr) return std::nullopt;
  return MapReader(*value, path_.empty() ? std::string(key) : path_ + "." + std::string(key), reading_);
}

std::vector<std::pair<std::string, MapReader>> MapReader::named_maps(std::string_view key) {
  std::vector<std::pair<std::string, MapReader>> out;
  auto const* const value = take(key);
  if (value == nullptr || value->kind == Value::Kind::null) return out;
  if (value->kind != Value::Kind::map) {
    reading_.problems.add(value->place,
                          std::string(key) + " must be a map of names, not " + std::string(describe(value->kind)));
    return out;
  }
  std::string const prefix = path_.empty() ? std::string(key) : path_ + "." + std::string(key);
  for (auto const& entry : value->entries) {
    bool const plain = entry.key.size() <= 64 && std::ranges::all_of(entry.key, [](char c) {
                         return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                                c == '-' || c == '_' || c == '.';
                       });
    if (!plain) {
      reading_.problems.add(entry.place, "the name '" + printable(entry.key, 70) +
                                             "' must be letters, digits, '-', '_' or '.', at most 64");
      continue;
    }
    out.emplace_back(entry.key, MapReader(entry.value, prefix + "." + entry.key, reading_));
  }
  return out;
}

void MapReader::finish() {
  if (map_ == nullptr) return;
  std::vector<std::string_view> const known(asked_.begin(), asked_.end());
  for (auto const& entry : map_->entries) {
    if (std::ranges::find(known, std::string_view(entry.key)) != known.end()) continue;
    std::string what = "unknown key '" + printable(entry.key, 60) + "'" + (path_.empty() ? "" : " in " + path_);
    auto const suggestion = did_you_mean(entry.key, known);
    if (suggestion.empty()) {
      std::vector<std::string> names(asked_);
      std::ranges::sort(names);
      what += "; the keys here are " + list_of(names);
    } else {
      what += suggestion;
    }
    reading_.problems.add(entry.place, std::move(what));
  }
}

}  // namespace lapwing::config
