// SPDX-License-Identifier: Apache-2.0
#include "notify/console.hpp"

#include "notify/digest.hpp"
#include "notify/wording.hpp"

#include <array>

namespace lapwing::notify {
namespace {

constexpr std::size_t kText = 1000;

std::string_view ansi(Level level) {
  constexpr std::array<std::string_view, 4> colours{"\x1b[32m", "\x1b[34m", "\x1b[33m", "\x1b[31m"};
  return colours[static_cast<std::size_t>(level)];
}

std::string block_of(Notification const& what, Item const& item, bool colour) {
  auto const title = printable(title_of(item));
  std::string out = colour ? std::string(ansi(item.level)) + title + "\x1b[0m\n" : title + "\n";
  auto const add = [&](std::string_view label, std::string_view line) {
    if (!line.empty()) out += "   " + std::string(label) + printable(line, kText) + "\n";
  };
  add("", item.summary.raw());
  add("", measure_of(item));
  add("", cause_of(item));
  add("", when_of(item, written_instants(what)));
  add("Evidence: ", item.note.raw());
  add("What to do: ", next_step(item));
  for (auto const& link : links_to_show(item)) add(link.label + ": ", link.url);
  add("", footer_of(what, item));
  return out;
}

}  // namespace

Rendered Console::render(Notification const& what, Form form) const {
  if (form == Form::plain) {
    auto text = short_text(what, printable);
    return {ConsoleText{std::move(text.text) + "\n"}, text.told};
  }
  std::string text;
  for (auto const& item : what.items) text += block_of(what, item, colour_);
  return {ConsoleText{std::move(text)}, what.items.size()};
}

Payload Console::render_report(Brief const& what, Form form) const {
  auto const title = printable(headline(what));
  auto text = form == Form::plain ? short_text(what, printable)
                                  : (colour_ ? std::string(ansi(what.level)) + title + "\x1b[0m" : title) + "\n" +
                                        text_of(what, printable, "", 20000);
  return ConsoleText{std::move(text) + "\n"};
}

Outcome Console::classify(HttpResponse const&) const { return {}; }

}  // namespace lapwing::notify
