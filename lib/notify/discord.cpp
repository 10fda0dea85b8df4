// SPDX-License-Identifier: Apache-2.0
#include "notify/discord.hpp"

#include "notify/digest.hpp"
#include "notify/markup.hpp"
#include "notify/wording.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <vector>

namespace lapwing::notify {
namespace {

using nlohmann::json;

constexpr std::size_t kFullEmbeds = 9;  // of 10, one is the digest's
constexpr std::size_t kTitle = 256;
constexpr Room kRoom{.message = 6000, .digest = 4096, .frame = 100};

std::string stamp(TimePoint at, char style) {
  auto const seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
  return "<t:" + std::to_string(seconds) + ":" + style + ">";
}

std::string links_of(Item const& item) {
  std::string out;
  auto const add = [&](std::string_view label, std::string const& url) {
    auto const target = link_target(url, Show::link);
    if (!target.empty()) out += (out.empty() ? "[" : " · [") + std::string(label) + "](" + target + ")";
  };
  for (auto const& link : links_to_show(item)) add(link.label, link.url);
  return out;
}

json embed_of(Notification const& what, Item const& item) {
  std::string description;
  auto const add = [&](std::string_view label, std::string const& line) {
    if (!trim(line).empty()) description += (description.empty() ? "" : "\n") + std::string(label) + line;
  };
  Instants const instants{[](TimePoint at) { return stamp(at, 'f'); }, [](TimePoint at) { return stamp(at, 'R'); }};
  add("", discord_text(summary_beside_headline(what, item), Show::summary));
  add("", discord_text(measure_of(item), Show::measure));
  add("", discord_text(cause_of(item), Show::cause));
  add("", when_of(item, instants));
  add("**Evidence:** ", discord_text(item.note.raw(), Show::note));
  add("**What to do:** ", discord_text(next_step(item), Show::step));
  add("", links_of(item));

  json embed{{"title", discord_text(title_of(item), kTitle)}, {"color", colour(item.level)}};
  if (!description.empty()) embed["description"] = std::move(description);
  // Markup is not rendered in a footer: no escapes, which would show.
  if (auto footer = printable(footer_of(what, item)); !footer.empty()) embed["footer"]["text"] = std::move(footer);
  return embed;
}

/// What Discord counts towards the 6000.
std::size_t size_of(json const& embed) {
  std::size_t size = 0;
  for (auto const* text : {"/title", "/description", "/footer/text"}) {
    size += count_characters(embed.value(json::json_pointer(text), std::string()));
  }
  return size;
}

json embeds_of(Notification const& what) {
  auto const& items = what.items;
  std::vector<json> embeds;
  std::vector<std::size_t> full;
  std::vector<std::size_t> line_sizes;
  std::vector<std::string> lines;
  for (auto const& item : items) {
    lines.push_back(discord_text(line_of(item), Show::line));
    line_sizes.push_back(count_characters(lines.back()) + 1);
    if (embeds.size() == kFullEmbeds) continue;
    embeds.push_back(embed_of(what, item));
    full.push_back(size_of(embeds.back()));
  }
  auto const split = split_items(full, line_sizes, kRoom);
  embeds.resize(split.full);
  if (split.full == items.size()) return embeds;

  auto const rest = items.size() - split.full;
  std::string digest;
  Level level = Level::ok;
  for (auto const& line : std::span(lines).subspan(split.full, split.named)) digest += line + "\n";
  for (auto const& item : std::span(items).subspan(split.full)) level = std::max(level, item.level);
  digest += counted(rest - split.named);
  embeds.push_back(
      {{"title", std::to_string(rest) + " more, in short"}, {"color", colour(level)}, {"description", digest}});
  return embeds;
}

}  // namespace

Discord::Discord(Secret url, std::string username) : url_(std::move(url)), username_(std::move(username)) {}

Payload Discord::render(Notification const& what, Form form) const {
  json body{{"allowed_mentions", {{"parse", json::array()}}}};
  if (form == Form::plain) {
    body["content"] = short_text(what, discord_text);
  } else {
    body["username"] = username_;
    body["content"] = discord_text(headline(what), 400);
    body["embeds"] = embeds_of(what);
  }
  HttpRequest request;
  request.method = Method::post;
  // `wait` makes Discord confirm that the message was saved; without it a loss is not reported.
  bool const has_query = url_.reveal().find('?') != std::string::npos;
  request.url = Secret(url_.reveal() + (has_query ? "&" : "?") + "wait=true");
  request.headers = {{"Content-Type", "application/json"}};
  request.body = body.dump();
  return request;
}

Result<void> check_discord_username(std::string_view name) {
  auto const lower = to_lower(trim(name));
  auto const length = count_characters(lower);
  if (length < 1 || length > 80) return Error{ErrorKind::invalid, "a Discord username has 1 to 80 characters"};
  for (std::string_view const word : {"clyde", "discord"}) {
    if (lower.find(word) != lower.npos) {
      return Error{ErrorKind::invalid, "Discord refuses a username with '" + std::string(word) + "' in it"};
    }
  }
  if (lower == "everyone" || lower == "here") {
    return Error{ErrorKind::invalid, "Discord refuses the username '" + lower + "'"};
  }
  return {};
}

}  // namespace lapwing::notify
