// SPDX-License-Identifier: Apache-2.0
#include "notify/brief.hpp"

#include "core/text.hpp"
#include "notify/wording.hpp"

namespace lapwing::notify {
namespace {

/// What the last lines need: the count of what was left out, the command.
constexpr std::size_t kFrame = 400;

std::string line_of(BriefLine const& line, Escape escape, std::string_view bold) {
  auto out = line.icon + " " + escape(line.name, Show::line) + ": " + std::string(bold) +
             std::string(trim(escape(line.value, Show::member))) + std::string(bold);
  if (!line.beside.empty()) out += " (" + escape(line.beside, Show::line) + ")";
  return out;
}

}  // namespace

std::string headline(Brief const& what) {
  return std::string(icon(what.level)) + " " + what.title + ": " + what.verdict + " · " + what.project;
}

std::string text_of(Brief const& what, Escape escape, std::string_view bold, std::size_t limit) {
  auto out = escape(what.period, Show::line);
  auto const room = limit - std::min(limit, kFrame);
  auto size = count_characters(out);
  std::size_t left_out = 0;
  auto const add = [&](std::string const& line) {
    auto const more = count_characters(line) + 1;
    if (left_out > 0 || size + more > room) {
      ++left_out;
      return;
    }
    out += "\n" + line;
    size += more;
  };
  for (auto const& sentence : what.summary) add("• " + escape(sentence, Show::summary));
  for (auto const& line : what.lines) add(line_of(line, escape, bold));
  if (left_out > 0) out += "\n… and " + std::to_string(left_out) + " more lines";
  return out + "\nAll of it: " + escape(what.in_full, Show::line);
}

std::string short_text(Brief const& what, Escape escape) {
  return escape(headline(what), 250) + "\nAll of it: " + escape(what.in_full, 200);
}

}  // namespace lapwing::notify
