// SPDX-License-Identifier: Apache-2.0
#include "github/billing.hpp"

#include "core/text.hpp"
#include "github/json.hpp"

#include <nlohmann/json.hpp>

namespace lapwing::github {
namespace {

/// "Actions Linux" and "actions_linux" are one.
std::string plain(std::string_view text) {
  std::string out;
  for (char const c : to_lower(text)) {
    if (c != ' ' && c != '_' && c != '-') out += c;
  }
  return out;
}

}  // namespace

Result<double> parse_minutes(std::string_view bytes) {
  auto const body = parse_json(bytes);
  if (!body) return body.error();
  if (auto const total = real_at(*body, "total_minutes_used")) return *total;
  auto const* const items = list_at(*body, "usageItems");
  if (items == nullptr) return Error{ErrorKind::invalid, "the answer holds no usage of the account"};
  double minutes = 0;
  for (auto const& item : *items) {
    if (plain(text_at(item, "product")) != "actions" || plain(text_at(item, "unitType")) != "minutes") continue;
    auto const gross = real_at(item, "grossQuantity");
    minutes += gross ? *gross : real_at(item, "quantity").value_or(0);
  }
  return minutes;
}

}  // namespace lapwing::github
