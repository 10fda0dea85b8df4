// SPDX-License-Identifier: Apache-2.0
#include "github/json.hpp"

#include "core/text.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>

namespace lapwing::github {

using nlohmann::json;

namespace {

constexpr int kMaxDepth = 64;

json const* find(json const& object, char const* key) {
  if (!object.is_object()) return nullptr;
  auto const found = object.find(key);
  return found == object.end() ? nullptr : &*found;
}

}  // namespace

Result<json> parse_json(std::string_view bytes) {
  bool too_deep = false;
  auto const watch = [&](int depth, json::parse_event_t, json&) {
    too_deep = too_deep || depth > kMaxDepth;
    return !too_deep;
  };
  try {
    auto body = json::parse(bytes, watch);
    if (too_deep) return Error{ErrorKind::invalid, "the answer is nested deeper than 64"};
    return body;
  } catch (json::exception const& error) {
    auto const* const fault = dynamic_cast<json::parse_error const*>(&error);
    bool const is_cut = fault != nullptr && fault->byte > bytes.size();
    return Error{ErrorKind::invalid, is_cut ? "the answer is cut short after " + std::to_string(bytes.size()) + " bytes"
                                            : "the answer is not JSON: it begins with '" + printable(bytes, 30) + "'"};
  }
}

std::string text_at(json const& object, char const* key, std::size_t limit) {
  auto const* const value = find(object, key);
  return value != nullptr && value->is_string() ? printable(value->get_ref<std::string const&>(), limit) : "";
}

std::optional<std::int64_t> number_at(json const& object, char const* key) {
  auto const* const value = find(object, key);
  if (value == nullptr || !value->is_number_integer()) return std::nullopt;
  if (value->is_number_unsigned() &&
      value->get<std::uint64_t>() > std::uint64_t(std::numeric_limits<std::int64_t>::max()))
    return std::nullopt;
  return value->get<std::int64_t>();
}

std::optional<double> real_at(json const& object, char const* key) {
  auto const* const value = find(object, key);
  if (value == nullptr || !value->is_number() || !std::isfinite(value->get<double>())) return std::nullopt;
  return value->get<double>();
}

std::optional<TimePoint> time_at(json const& object, char const* key) { return parse_timestamp(text_at(object, key)); }

bool flag_at(json const& object, char const* key) {
  auto const* const value = find(object, key);
  return value != nullptr && value->is_boolean() && value->get<bool>();
}

json const* list_at(json const& object, char const* key) {
  auto const* const value = find(object, key);
  return value != nullptr && value->is_array() ? value : nullptr;
}

json const* object_at(json const& object, char const* key) {
  auto const* const value = find(object, key);
  return value != nullptr && value->is_object() ? value : nullptr;
}

}  // namespace lapwing::github
