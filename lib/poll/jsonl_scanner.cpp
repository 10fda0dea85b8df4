// SPDX-License-Identifier: Apache-2.0
#include "poll/jsonl_scanner.hpp"

#include "core/quantity.hpp"
#include "core/text.hpp"
#include "poll/lenient_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace lapwing::poll {

JsonlScanner::JsonlScanner(ReadBytes read, std::string name) : lines_(std::move(read)), name_(std::move(name)) {}

Result<bool> JsonlScanner::next() {
  for (;;) {
    auto const more = lines_.next();
    if (!more && more.error().kind == ErrorKind::too_large) {
      auto const number = format_quantity(static_cast<double>(lines_.number() + 1), Unit::count);
      return Error{ErrorKind::too_large, name_ + ", line " + number + ": " + more.error().message};
    }
    if (!more || !*more) return more;
    auto line = lines_.line();
    if (lines_.number() == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
    line = trim(line);
    if (line.empty()) continue;
    read_line(line);
    return true;
  }
}

void JsonlScanner::read_line(std::string_view line) {
  row_ = {.line = lines_.number(), .cells = {}, .raw = {}, .is_string = {}, .broken = false};
  auto const object = parse_lenient_json(line, name_, lines_.number());
  if (!object || !object->is_object()) {
    row_.broken = true;
    return;
  }
  for (auto& value : values_) value.clear();
  std::ranges::fill(is_string_, char{0});
  for (auto const& [key, value] : object->items()) {
    auto place = places_.find(key);
    if (place == places_.end()) {
      place = places_.emplace(key, columns_.size()).first;
      columns_.push_back(key);
      values_.emplace_back();
      is_string_.push_back(0);
    }
    auto& cell = values_[place->second];
    if (value.is_string())
      cell = value.get_ref<std::string const&>();
    else if (!value.is_null())
      cell = value.dump();
    is_string_[place->second] = value.is_string() ? 1 : 0;
  }
  cells_.assign(values_.begin(), values_.end());
  row_.cells = cells_;
  row_.is_string = is_string_;
}

}  // namespace lapwing::poll
