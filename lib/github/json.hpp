// SPDX-License-Identifier: Apache-2.0
// Small answers as a tree, read without trust: a field of another type is an absent one. Private to github.
#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lapwing::github {

/// Errors: invalid where it is no JSON (an HTML page, an answer cut short) or nested deeper than 64.
Result<nlohmann::json> parse_json(std::string_view bytes);

/// Sanitised, at most `limit` characters; "" where absent or no text.
std::string text_at(nlohmann::json const& object, char const* key, std::size_t limit = 200);
std::optional<std::int64_t> number_at(nlohmann::json const& object, char const* key);
std::optional<double> real_at(nlohmann::json const& object, char const* key);
std::optional<TimePoint> time_at(nlohmann::json const& object, char const* key);
bool flag_at(nlohmann::json const& object, char const* key);
/// nullptr where absent or no list / no object.
nlohmann::json const* list_at(nlohmann::json const& object, char const* key);
nlohmann::json const* object_at(nlohmann::json const& object, char const* key);

}  // namespace lapwing::github
