// SPDX-License-Identifier: Apache-2.0
#include "poll/lenient_json.hpp"

#include "core/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace lapwing::poll {
namespace {

using nlohmann::json;

/// Words that JSON does not know, and null in at least as many bytes: only NaN moves what follows, by one.
struct Word {
  std::string_view bare;
  std::string_view null;
};
constexpr std::array kWords{Word{"NaN", "null"}, Word{"Infinity", "null    "}, Word{"-Infinity", "null     "}};

struct Prepared {
  std::string text;                ///< without bare words; "" where there was none
  std::vector<std::size_t> grown;  ///< where in `text` a null that was a NaN ends
  std::string_view fault;          ///< what the parser itself would accept; "" mostly
  std::size_t fault_at = 0;
};

/// One walk outside the strings: measures the nesting and replaces the bare words.
Prepared prepare(std::string_view bytes) {
  Prepared out;
  std::size_t copied = 0, depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    char const c = bytes[i];
    if (in_string) {
      if (c == '\\')
        ++i;
      else if (c == '"')
        in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth <= kMaxJsonDepth) continue;
      out.fault = "nested deeper than 64";
      out.fault_at = i;
      return out;
    } else if (c == '}' || c == ']') {
      if (depth > 0) --depth;
    } else if (c == '\0') {
      out.fault = "a NUL byte (a lost write or a binary file)";
      out.fault_at = i;
      return out;
    } else if (c == 'N' || c == 'I' || c == '-') {
      auto const word =
          std::ranges::find_if(kWords, [&](Word const& w) { return bytes.substr(i).starts_with(w.bare); });
      if (word == kWords.end()) continue;
      out.text.append(bytes, copied, i - copied).append(word->null);
      if (word->bare.size() < word->null.size()) out.grown.push_back(out.text.size());
      i += word->bare.size() - 1;
      copied = i + 1;
    }
  }
  if (copied > 0) out.text.append(bytes, copied);
  return out;
}

Error fault_at(std::string_view bytes, std::size_t offset, std::string_view file, std::size_t first_line,
               std::string_view what) {
  auto const before = bytes.substr(0, offset);
  auto const line = first_line + std::size_t(std::ranges::count(before, '\n'));
  auto const line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  auto const column = count_characters(before.substr(line_start)) + 1;
  return Error{ErrorKind::invalid, printable(file) + ": line " + std::to_string(line) + ", column " +
                                       std::to_string(column) + ": " + std::string(what)};
}

}  // namespace

Result<json> parse_lenient_json(std::string_view bytes, std::string_view file, std::size_t first_line) {
  if (bytes.size() > kMaxJsonBytes) {
    return Error{ErrorKind::too_large, printable(file) + ": larger than 16 MiB, not read; is it the right file?"};
  }
  if (trim(bytes).empty()) {
    return fault_at(bytes, 0, file, first_line, "nothing there (its writer may be at work or was interrupted)");
  }
  auto const prepared = prepare(bytes);
  if (!prepared.fault.empty()) return fault_at(bytes, prepared.fault_at, file, first_line, prepared.fault);
  std::string_view const text = prepared.text.empty() ? bytes : prepared.text;
  try {
    return json::parse(text);
  } catch (json::parse_error const& error) {
    std::size_t offset = error.byte == 0 ? 0 : error.byte - 1;
    bool const cut_short = offset >= text.size();
    offset -= std::size_t(std::ranges::count_if(prepared.grown, [&](std::size_t end) { return end <= offset; }));
    offset = std::min(offset, bytes.size());
    if (cut_short) {
      return fault_at(bytes, offset, file, first_line,
                      "ends in the middle (its writer may be at work or was interrupted)");
    }
    return fault_at(bytes, offset, file, first_line, "not JSON at '" + printable(bytes.substr(offset), 20) + "'");
  } catch (json::out_of_range const&) {
    return Error{ErrorKind::invalid, printable(file) + ": holds a number out of range"};
  }
}

}  // namespace lapwing::poll
