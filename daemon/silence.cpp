// SPDX-License-Identifier: Apache-2.0
#include "ask.hpp"
#include "core/quantity.hpp"
#include "core/text.hpp"
#include "io/clock.hpp"
#include "io/http_routes.hpp"
#include "json.hpp"

#include <CLI/CLI.hpp>

namespace lapwing::daemon {
namespace {

using namespace std::chrono_literals;
using nlohmann::ordered_json;

constexpr Duration kLimit = 30s;

struct Wish {
  std::string matchers, length, until, why;
};

Exit add(Common const& common, Wish const& wish) {
  auto body = ordered_json::object();
  body["matchers"] = wish.matchers;
  if (!wish.length.empty()) body["for"] = wish.length;
  if (!wish.until.empty()) body["until"] = wish.until;
  body["why"] = wish.why;
  auto const reply = ask_daemon(common, "silence add", Method::post, "/v1/silences", kLimit, body);
  if (!reply) return Exit::unreachable;
  if (reply->status != 200) return report_refusal("silence add", *reply);
  auto added = reply->body;
  if (common.json()) {
    added.erase("until");  // for people: `ends` in their zone
    print_json(added);
    return Exit::fine;
  }
  if (common.quiet) return Exit::fine;
  auto text = "silence #" + std::to_string(added.value("id", 0)) + " holds until " + added.value("until", "") + "\n";
  auto const incidents = added.value("incidents", ordered_json::array());
  for (auto const& one : incidents) text += "  open under it: " + one.get<std::string>() + "\n";
  if (incidents.empty()) text += "  no open incident is under it; `lapwing alerts` lists them all\n";
  if (!added.value("is_about_something", true))
    text += "  warning: nothing that is watched now is under it either; is it spelt right?\n";
  print(text);
  return Exit::fine;
}

ordered_json silence_as_json(alert::Silence const& one, TimePoint now) {
  auto out = ordered_json::object();
  out["id"] = one.id;
  out["matchers"] = one.text;
  out["holds"] = one.holds(now);
  out["begins"] = as_json(one.begins);
  out["ends"] = as_json(one.ends);
  out["who"] = one.who;
  out["why"] = one.why;
  return out;
}

Exit list(Common const& common, bool all) {
  auto const options = load_or_explain(common);
  if (!options) return Exit::finding;
  auto store = open_or_explain("silence list", *options);
  if (!store) return Exit::unreachable;
  auto const now = system_now();
  auto const silences = store->silences(all ? TimePoint::min() : now);
  if (!silences) {
    print_error("lapwing silence list: " + silences.error().message + "\n");
    return Exit::unreachable;
  }
  auto listed = ordered_json::array();
  std::string text;
  for (auto const& one : *silences) {
    listed.push_back(silence_as_json(one, now));
    text += "#" + std::to_string(one.id) + " " + printable(one.text) + "\n    " +
            (one.holds(now) ? "until " : "ended ") + options->zone.format(one.ends) + ", by " + one.who + ": " +
            printable(one.why) + "\n";
  }
  if (common.json())
    print_json({{"silences", std::move(listed)}});
  else
    print(text.empty() ? "No silence holds.\n" : text);
  return Exit::fine;
}

Exit remove(Common const& common, std::string const& id) {
  auto const reply = ask_daemon(common, "silence remove", Method::del, "/v1/silences/" + encode_segment(id), kLimit);
  if (!reply) return Exit::unreachable;
  if (reply->status != 200) return report_refusal("silence remove", *reply);
  if (common.json())
    print(reply->body.dump(2) + "\n");
  else if (!common.quiet)
    print("silence #" + id + " has ended; what is open under it is told now\n");
  return Exit::fine;
}

}  // namespace

std::function<Exit()> make_silence_add(CLI::App& command, Common const& common) {
  auto const wish = std::make_shared<Wish>();  // shared by the parser, which fills it, and the action
  command.add_option("MATCHERS", wish->matchers, "What to be silent about: 'alert=model-* repository=x'")->required();
  auto* const length = command.add_option("--for", wish->length, "How long, at most 90d")->type_name("DURATION");
  command.add_option("--until", wish->until, "Until when: 2026-12-01T08:00:00Z")->type_name("TIME")->excludes(length);
  command.add_option("--why", wish->why, "Why, for those who wonder later")->required();
  return [&common, wish] { return add(common, *wish); };
}

std::function<Exit()> make_silence_list(CLI::App& command, Common const& common) {
  auto const all = std::make_shared<bool>(false);
  command.add_flag("--all", *all, "Also those that have ended");
  return [&common, all] { return list(common, *all); };
}

std::function<Exit()> make_silence_remove(CLI::App& command, Common const& common) {
  auto const id = std::make_shared<std::string>();
  command.add_option("ID", *id, "The silence's number")->required();
  return [&common, id] { return remove(common, *id); };
}

}  // namespace lapwing::daemon
