// SPDX-License-Identifier: Apache-2.0
#include "poll/security_cursor.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace lapwing::poll {
namespace {

using nlohmann::json;

constexpr char const* kFormat = "security_scan/1";  // stored
constexpr std::size_t kDigits = 16;                 // of one key

std::string hex_of(std::vector<std::uint64_t> const& keys) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(keys.size() * kDigits);
  for (auto const key : keys) {
    for (int shift = 60; shift >= 0; shift -= 4) out += digits[key >> shift & 0xF];
  }
  return out;
}

std::optional<std::vector<std::uint64_t>> read_hex(std::string_view text) {
  if (text.size() % kDigits != 0) return std::nullopt;
  std::vector<std::uint64_t> keys;
  for (; !text.empty(); text.remove_prefix(kDigits)) {
    std::uint64_t key = 0;
    auto const [stop, fault] = std::from_chars(text.data(), text.data() + kDigits, key, 16);
    if (fault != std::errc{} || stop != text.data() + kDigits) return std::nullopt;
    keys.push_back(key);
  }
  return keys;
}

/// Absent for anything that was not written here.
std::optional<std::pair<KnownScans::key_type, KnownScan>> read_scan(json const& entry) {
  if (!entry.is_object()) return std::nullopt;
  auto const tool = entry.value("tool", json{}), target = entry.value("target", json{}), at = entry.value("at", json{}),
             classes = entry.value("classes", json{}), keys = entry.value("keys", json{});
  if (!tool.is_string() || !target.is_string() || !at.is_number_integer() || !classes.is_array() || !keys.is_object())
    return std::nullopt;
  KnownScan scan;
  scan.at = from_millis(at.get<std::int64_t>());
  auto const scanned_at = entry.value("scanned_at", json{});
  if (scanned_at.is_number_integer()) scan.scanned_at = from_millis(scanned_at.get<std::int64_t>());
  for (auto const& name : classes) {
    auto const what = name.is_string() ? parse_finding_class(name.get<std::string>()) : std::nullopt;
    if (!what) return std::nullopt;
    scan.classes.insert(*what);
  }
  for (std::size_t i = 0; i < kSeverities.size(); ++i) {
    auto const text = keys.find(name_of(kSeverities[i]));
    if (text == keys.end()) continue;
    if (text->is_string()) scan.keys[i] = read_hex(text->get<std::string>());
    if (!scan.keys[i]) return std::nullopt;
  }
  return std::pair{KnownScans::key_type{tool.get<std::string>(), target.get<std::string>()}, std::move(scan)};
}

}  // namespace

SecurityCursor SecurityCursor::from_text(std::string_view text) {
  auto const root = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!root.is_object() || root.value("format", json{}) != kFormat) return {};
  auto const source = root.value("source", json{});
  if (!source.is_string()) return {};
  SecurityCursor cursor{source.get<std::string>(), {}};
  for (auto const& entry : root.value("scans", json::array())) {
    auto scan = read_scan(entry);
    if (!scan) return {};
    cursor.scans.insert(std::move(*scan));
  }
  return cursor;
}

std::string SecurityCursor::to_text() const {
  json root{{"format", kFormat}, {"source", source}, {"scans", json::array()}};
  auto& list = root["scans"];
  for (auto const& [key, scan] : scans) {
    json entry{{"tool", key.first}, {"target", key.second}, {"at", to_millis(scan.at)}};
    if (scan.scanned_at) entry["scanned_at"] = to_millis(*scan.scanned_at);
    entry["classes"] = json::array();
    for (auto const what : scan.classes) entry["classes"].push_back(name_of(what));
    entry["keys"] = json::object();
    list.push_back(std::move(entry));
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < kSeverities.size(); ++i) {
    std::size_t at = 0;
    for (auto const& [key, scan] : scans) {
      auto& entry = list[at++];
      if (!scan.keys[i] || kept + scan.keys[i]->size() > kMaxKnownKeys) continue;
      kept += scan.keys[i]->size();
      entry["keys"][std::string(name_of(kSeverities[i]))] = hex_of(*scan.keys[i]);
    }
  }
  return root.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace lapwing::poll
