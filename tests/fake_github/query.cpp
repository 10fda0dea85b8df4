// SPDX-License-Identifier: Apache-2.0
#include "fake_github/query.hpp"

#include "core/text.hpp"

#include <charconv>

namespace lapwing::fake_github {
namespace {

std::string decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned code = 0;
    auto const* const digits = text.data() + i + 1;
    if (text[i] == '%' && i + 2 < text.size() && std::from_chars(digits, digits + 2, code, 16).ptr == digits + 2) {
      out += char(code);
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

std::string encode(std::string_view text) {
  std::string out;
  for (char const c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 ||
        std::string_view("-._~").find(c) != std::string_view::npos) {
      out += c;
    } else {
      auto const code = static_cast<unsigned char>(c);
      out += {'%', "0123456789ABCDEF"[code / 16], "0123456789ABCDEF"[code % 16]};
    }
  }
  return out;
}

}  // namespace

std::string Query::get(std::string const& name) const {
  auto const found = values.find(name);
  return found == values.end() ? "" : found->second;
}

std::size_t Query::number(std::string const& name, std::size_t fallback) const {
  auto const text = get(name);
  std::size_t value = 0;
  auto const read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ec == std::errc{} && read.ptr == text.data() + text.size() && value > 0 ? value : fallback;
}

std::string Query::with(std::map<std::string, std::string> const& changed) const {
  auto all = values;
  for (auto const& [name, value] : changed) all[name] = value;
  std::string out;
  for (auto const& [name, value] : all) {
    if (!value.empty()) out += (out.empty() ? "?" : "&") + encode(name) + "=" + encode(value);
  }
  return out;
}

Query parse_target(std::string_view target) {
  Query query;
  auto const mark = target.find('?');
  for (auto const& part : split(target.substr(0, mark), '/')) {
    if (!part.empty()) query.path.push_back(decode(part));
  }
  if (mark == target.npos) return query;
  for (auto const& pair : split(target.substr(mark + 1), '&')) {
    auto const equals = pair.find('=');
    if (!pair.empty())
      query.values[decode(pair.substr(0, equals))] = equals == pair.npos ? "" : decode(pair.substr(equals + 1));
  }
  return query;
}

}  // namespace lapwing::fake_github
