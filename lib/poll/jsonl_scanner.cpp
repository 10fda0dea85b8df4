// SPDX-License-Identifier: Apache-2.0
#include "poll/jsonl_scanner.hpp"

#include "core/quantity.hpp"
#include "core/text.hpp"
#include "poll/lenient_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace lapwing::poll {

JsonlScanner::JsonlScanner(ReadBytes read, std::string name) : window_(std::move(read)), name_(std::move(name)) {
  at_ = window_.begin();
}

Result<bool> JsonlScanner::next() {
  for (;;) {
    auto const rest = static_cast<std::size_t>(window_.end() - at_);
    auto* newline = static_cast<char*>(std::memchr(at_, '\n', rest));
    if (newline == nullptr && !window_.at_end()) {
      if (auto const filled = window_.refill(at_); !filled) {
        if (filled.error().kind != ErrorKind::too_large) return filled.error();
        auto const line = format_quantity(static_cast<double>(line_ + 1), Unit::count);
        return Error{ErrorKind::too_large, name_ + ", line " + line + ": " + filled.error().message};
      }
      at_ = window_.begin();
      continue;
    }
    if (newline == nullptr && rest == 0) return false;
    char* const end = newline == nullptr ? window_.end() : newline;
    std::string_view line(at_, static_cast<std::size_t>(end - at_));
    if (line_ == 0 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
    at_ = newline == nullptr ? end : newline + 1;
    ++line_;
    line = trim(line);
    if (line.empty()) continue;
    read_line(line);
    return true;
  }
}

void JsonlScanner::read_line(std::string_view line) {
  row_ = {.line = line_, .cells = {}, .raw = {}, .is_string = {}, .broken = false};
  auto const object = parse_lenient_json(line, name_, line_);
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
