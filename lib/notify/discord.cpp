// SPDX-License-Identifier: Apache-2.0
#include "notify/discord.hpp"

#include "io/multipart.hpp"
#include "notify/digest.hpp"
#include "notify/markup.hpp"
#include "notify/wording.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <vector>

namespace lapwing::notify {
namespace {

using nlohmann::json;

constexpr std::size_t kFullEmbeds = 8;  // of 10, two are the digest's
constexpr std::size_t kTitle = 256;
constexpr std::size_t kThreadName = 100;
constexpr std::size_t kBlock = 4000;  // of 4096 characters of a description
constexpr Room kRoom{.message = 6000, .digest = 5900, .frame = 500};

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

std::string chart_name(Item const& item) { return "incident-" + std::to_string(item.incident) + ".png"; }

json embed_of(Notification const& what, Item const& item) {
  std::string description;
  auto const add = [&](std::string_view label, std::string const& line) {
    if (!trim(line).empty()) description += (description.empty() ? "" : "\n") + std::string(label) + line;
  };
  Instants const instants{[](TimePoint at) { return stamp(at, 'f'); }, [](TimePoint at) { return stamp(at, 'R'); }};
  bool const is_brief = !item.follows.empty();  // the rest stands in the message that is changed
  add("", discord_text(summary_beside_headline(what, item), Show::summary));
  add("", discord_text(measure_of(item), Show::measure));
  add("", discord_text(cause_of(item), Show::cause));
  if (!is_brief || is_over(item) || item.delayed >= kWorthSaying) add("", when_of(item, instants));
  if (!is_brief) add("**Evidence:** ", discord_text(item.note.raw(), Show::note));
  if (!is_brief || item.what == What::worsened) add("**What to do:** ", discord_text(next_step(item), Show::step));
  if (!is_brief) add("", links_of(item));

  json embed{{"title", discord_text(title_of(item), kTitle)}, {"color", colour(item.level)}};
  if (!item.chart.empty()) embed["image"]["url"] = "attachment://" + chart_name(item);
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

struct Embeds {
  json list;
  std::size_t told;
};

Embeds embeds_of(Notification const& what) {
  auto const& items = what.items;
  std::vector<json> embeds;
  std::vector<std::size_t> full;
  for (auto const& item : std::span(items).first(std::min(items.size(), kFullEmbeds))) {
    embeds.push_back(embed_of(what, item));
    full.push_back(size_of(embeds.back()));
  }
  auto const layout = lay_out(what, full, discord_text, count_characters, kRoom);
  embeds.resize(layout.full);
  auto const title = std::to_string(layout.in_short.size()) + " more, in short";
  for (auto& block : blocks_of(layout.in_short, kBlock, count_characters))
    embeds.push_back({{"title", title}, {"color", colour(layout.level)}, {"description", std::move(block)}});
  if (!layout.count.empty()) {
    auto const before = embeds.back().value("/footer/text"_json_pointer, "");
    embeds.back()["footer"]["text"] = (before.empty() ? "" : before + " · ") + layout.count;
  }
  return {std::move(embeds), layout.told};
}

/// Of a message in a forum, "THREAD/MESSAGE", the thread; "" of any other.
std::string thread_of(std::string const& message) {
  auto const slash = message.find('/');
  return slash == message.npos ? "" : message.substr(0, slash);
}

/// Only what the operator wrote may ping, and only where it stands.
json allowed_mentions(std::string_view mention) {
  json allowed{{"parse", json::array()}};
  auto const id = mention.substr(std::min(mention.find_first_of("0123456789"), mention.size()));
  if (mention.starts_with("<@&"))
    allowed["roles"] = json::array({id.substr(0, id.size() - 1)});
  else if (mention.starts_with("<@"))
    allowed["users"] = json::array({id.substr(0, id.size() - 1)});
  else if (mention.starts_with("@"))
    allowed["parse"].push_back("everyone");  // @here too
  return allowed;
}

}  // namespace

Discord::Discord(Secret url, DiscordStyle style) : url_(std::move(url)), style_(std::move(style)) {}

Rendered Discord::render(Notification const& what, Form form) const {
  if (style_.is_forum) return render_post(what, form);
  return render_message(what, form, "", {});
}

/// A forum takes one post at a time: what is new, or what follows one post.
Rendered Discord::render_post(Notification const& what, Form form) const {
  auto part = what;
  auto const thread = thread_of(part.items.front().follows);
  auto const other =
      std::ranges::find_if(part.items, [&](Item const& item) { return thread_of(item.follows) != thread; });
  part.items.erase(other, part.items.end());
  part.more = {};
  part.continues = false;
  return render_message(part, form, thread.empty() ? "" : "&thread_id=" + thread,
                        thread.empty() ? printable(headline(part), kThreadName) : "");
}

Rendered Discord::render_message(Notification const& what, Form form, std::string const& parameter,
                                 std::string const& thread_name) const {
  auto const mention = mention_for(style_.mentions, what);
  auto const call = mention.empty() ? "" : std::string(mention) + " ";
  json body{{"allowed_mentions", allowed_mentions(mention)}};
  if (!thread_name.empty()) body["thread_name"] = thread_name;
  std::size_t told = 0;
  if (form == Form::plain) {
    auto text = short_text(what, discord_text);
    body["content"] = call + std::move(text.text);
    told = text.told;
  } else {
    body["username"] = style_.username;
    body["content"] = call + discord_text(headline(what), 400);
    auto embeds = embeds_of(what);
    body["embeds"] = std::move(embeds.list);
    told = embeds.told;
  }
  // `wait` makes Discord confirm that the message was saved, and name it; without it a loss is not reported.
  auto const full = form == Form::full ? told : 0;
  return {request_to(Method::post, "", "wait=true" + parameter, std::move(body), std::span(what.items).first(full)),
          told};
}

Payload Discord::render_report(Brief const& what, Form form) const {
  json body{{"allowed_mentions", allowed_mentions("")}};
  if (style_.is_forum) body["thread_name"] = printable(headline(what), kThreadName);
  if (form == Form::plain) {
    body["content"] = short_text(what, discord_text);
    return request_to(Method::post, "", "wait=true", std::move(body), {});
  }
  body["username"] = style_.username;
  body["content"] = discord_text(headline(what), 400);
  json embed{{"title", discord_text(what.title, kTitle)},
             {"color", colour(what.level)},
             {"description", text_of(what, discord_text, "**", kBlock)}};
  Item chart;
  if (style_.chart_from && !what.chart.empty()) {
    chart.alert = what.chart_title;
    chart.chart = what.chart;
    embed["image"]["url"] = "attachment://" + chart_name(chart);
  }
  body["embeds"] = json::array({std::move(embed)});
  return request_to(Method::post, "", "wait=true", std::move(body), std::span(&chart, 1));
}

std::optional<HttpRequest> Discord::edit(Notification const& what, std::string const& message) const {
  json body{{"allowed_mentions", allowed_mentions("")}};
  body["content"] = discord_text(headline(what), 400);
  auto embeds = embeds_of(what);
  body["embeds"] = std::move(embeds.list);
  body["attachments"] = json::array();  // those that it had go
  auto const thread = thread_of(message);
  auto const id = thread.empty() ? message : message.substr(thread.size() + 1);
  return request_to(Method::patch, "/messages/" + id, thread.empty() ? "" : "thread_id=" + thread, std::move(body),
                    std::span(what.items).first(embeds.told));
}

/// `below` goes behind the webhook's path, `parameter` to those that it has: a thread stays. The charts of `items` go
/// along, where an embed shows them.
HttpRequest Discord::request_to(Method method, std::string const& below, std::string const& parameter, json body,
                                std::span<Item const> items) const {
  auto const& url = url_.reveal();
  auto const question = std::min(url.find('?'), url.size());
  auto query = question < url.size() ? url.substr(question + 1) : "";
  if (!parameter.empty()) query += (query.empty() ? "" : "&") + parameter;
  HttpRequest request;
  request.method = method;
  request.url = Secret(url.substr(0, question) + below + (query.empty() ? "" : "?" + query));

  std::vector<FormPart> parts(1);
  for (auto const& item : items) {
    auto const name = chart_name(item);
    bool const is_shown = !item.chart.empty() && std::ranges::any_of(body["embeds"], [&](json const& embed) {
      return embed.value("/image/url"_json_pointer, "") == "attachment://" + name;
    });
    if (!is_shown) continue;
    auto const index = parts.size() - 1;
    body["attachments"].push_back(
        {{"id", index},
         {"filename", name},
         {"description", "Chart: " + printable(item.incident == 0 ? item.alert : line_of(item), 200)}});
    parts.push_back({"files[" + std::to_string(index) + "]", name, "image/png", item.chart});
  }
  request.body = body.dump();
  if (parts.size() == 1) {
    request.headers = {{"Content-Type", "application/json"}};
    return request;
  }
  parts.front() = {"payload_json", "", "application/json", std::move(request.body)};
  auto form = multipart_of(parts);
  request.headers = {{"Content-Type", std::move(form.content_type)}};
  request.body = std::move(form.body);
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
