// SPDX-License-Identifier: Apache-2.0
#include "app/options.hpp"

#include "app/attention_options.hpp"
#include "app/control_socket.hpp"
#include "app/history_options.hpp"
#include "app/report_options.hpp"
#include "app/schedule_options.hpp"
#include "core/text.hpp"
#include "io/http.hpp"
#include "notify/registry.hpp"
#include "poll/registry.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>

namespace lapwing::app {
namespace {

namespace fs = std::filesystem;
using config::MapReader;
using config::Value;

std::string default_state(Environment const& environment) {
  // systemd gives a colon-separated list; the first is ours.
  auto const given = environment.getenv("STATE_DIRECTORY");
  if (!given.empty()) return given.substr(0, given.find(':'));
  auto const xdg = environment.getenv("XDG_STATE_HOME");
  if (!xdg.empty()) return xdg + "/lapwing";
  auto const home = environment.getenv("HOME");
  return home.empty() ? "/var/lib/lapwing" : home + "/.local/state/lapwing";
}

/// Absolute, so that it is the same directory whichever way a reload names the file.
std::string read_state(MapReader& root, Environment const& environment) {
  auto const state = root.path("state", default_state(environment));
  if (state == ":memory:") return state;
  std::error_code ignored;
  return fs::absolute(state, ignored).string();
}

/// The files that a list of paths with `*` and `?` in the last part names, sorted; a pattern may match none.
std::vector<std::string> expand(std::string const& pattern) {
  fs::path const path(pattern);
  auto const name = path.filename().string();
  if (name.find_first_of("*?") == name.npos) return {pattern};
  std::vector<std::string> found;
  std::error_code ignored;
  for (auto const& entry : fs::directory_iterator(path.parent_path(), ignored)) {
    if (matches_glob(name, entry.path().filename().string())) found.push_back(entry.path().string());
  }
  std::ranges::sort(found);
  return found;
}

/// The row of a registry whose type the map names, or nullptr after a problem.
template <class Kind>
Kind const* read_kind(MapReader& map, std::span<Kind const> kinds) {
  auto const type = map.required_text("type");
  if (type.empty()) return nullptr;
  std::vector<std::string_view> types;
  for (auto const& kind : kinds) {
    if (kind.type == type) return &kind;
    types.push_back(kind.type);
  }
  std::vector<std::string> const names(types.begin(), types.end());
  map.problem("type", "there is no type '" + printable(type, 40) + "'" + did_you_mean(type, types) + " (there are " +
                          list_of(names) + ")");
  return nullptr;
}

/// How long a poll may take.
Duration read_timeout(MapReader& map) {
  using namespace std::chrono_literals;
  auto const timeout = map.duration("timeout", 10min);
  if (timeout >= 1s && timeout <= 24h) return timeout;
  map.problem("timeout", "timeout is from 1s to 24h: a poll that takes longer has failed");
  return 10min;
}

void read_pollers(MapReader& root, Options& options) {
  for (auto& [name, map] : root.named_maps("pollers")) {
    auto const* const kind = read_kind(map, poll::poller_kinds());
    if (kind == nullptr) continue;
    auto const schedule = read_schedule(map, "every", "hourly", name);
    auto const catch_up = read_catch_up(map);
    auto const timeout = read_timeout(map);
    auto poller = kind->read(map, name);
    map.finish();
    if (schedule && poller)
      options.pollers.push_back({name, std::string(kind->type), *schedule, std::move(poller), catch_up, timeout});
  }
  if (!root.has("pollers")) root.reading().problems.add(root.place(), "needs the key 'pollers': what to watch");
}

std::vector<std::string> read_channels(MapReader& root, Options& options) {
  std::vector<std::string> names;
  for (auto& [name, map] : root.named_maps("channels")) {
    names.push_back(name);
    auto const* const kind = read_kind(map, notify::notifier_kinds());
    if (kind == nullptr) continue;
    auto notifier = kind->read(map);
    map.finish();
    if (notifier) options.channels.push_back({name, std::move(notifier)});
  }
  if (names.empty())
    root.reading().problems.add(root.place(), "needs the key 'channels': without one nobody would be told of anything");
  return names;
}

void read_routes(MapReader& root, std::vector<std::string> const& channels, Options& options) {
  std::vector<std::string_view> const known(channels.begin(), channels.end());
  auto map = root.map("notify");
  for (auto const level : kAlertLevels) {
    auto& route = options.routes.channels[std::size_t(level)];
    route = map ? map->texts(name_of(level), channels) : channels;
    for (auto const& channel : route) {
      if (std::ranges::find(known, channel) != known.end()) continue;
      map->problem(name_of(level), "there is no channel '" + printable(channel, 60) + "'" +
                                       did_you_mean(channel, known) + " (there are " + list_of(channels) + ")");
    }
  }
  options.group_wait = map ? map->duration("group_wait", std::chrono::seconds{10}) : Duration{std::chrono::seconds{10}};
  if (map) map->finish();
}

void read_history_file(MapReader& root, Options& options) {
  if (!root.has("history_file")) return;
  auto const path = root.path("history_file", "");
  std::error_code ignored;
  options.history_file = fs::absolute(path, ignored).lexically_normal().string();
  for (auto const& poller : options.pollers) {
    if (poller.poller->reads(options.history_file))
      root.problem("history_file", "the poller " + poller.name +
                                       " reads this file: every hour's line would be taken for a new model; give it "
                                       "another name");
  }
}

void read_heartbeat(MapReader& root, Options& options) {
  auto map = root.map("heartbeat");
  if (!map) return;
  Secret const url(std::string(trim(map->required_secret("url").reveal())));
  if (!url.empty() && !parse_url(url.reveal()))
    map->problem("url", "this is no URL to ping: it must begin with https:// or http:// and hold no spaces");
  auto const every = read_schedule(*map, "every", "5m", "heartbeat");
  map->finish();
  if (every) options.heartbeat = HeartbeatOptions{url, *every};
}

void read_alerts(MapReader& root, std::vector<rules::Edit> const& edits, Options& options) {
  std::vector<std::string> files;
  for (auto const& pattern : root.paths("alerts", {"alerts.yaml"}))
    std::ranges::move(expand(pattern), std::back_inserter(files));
  auto alerts = load_alerts(files, root.reading(), edits);
  auto const is_replaced = [&](std::string const& id) {
    return std::ranges::find(alerts.rules, id, &rules::Rule::id) != alerts.rules.end() ||
           std::ranges::find(alerts.events, id, &rules::EventRule::id) != alerts.events.end();
  };
  for (auto& rule : built_in_rules()) {
    if (!is_replaced(rule.id)) alerts.rules.push_back(std::move(rule));
  }
  for (auto& rule : built_in_event_rules()) {
    if (!is_replaced(rule.id)) alerts.events.push_back(std::move(rule));
  }
  options.rules = rules::RuleSet(std::move(alerts.rules), std::move(alerts.events));
  options.tests = std::move(alerts.tests);
}

void read_zone(MapReader& root, Options& options) {
  options.zone = Zone::system();
  auto const name = root.text("timezone", options.zone.name());
  if (!root.has("timezone")) return;
  auto const zone = Zone::find(name);
  if (zone)
    options.zone = *zone;
  else
    root.problem("timezone", "timezone: " + zone.error().message);
}

/// Of the configuration in that file, an absolute path.
config::References references_of(fs::path const& file, Environment const& environment, Redactor& redactor) {
  return {environment.getenv, redactor, (file.parent_path() / "credentials").string()};
}

void refuse(rules::Edit const& edit, Alerts const& alerts, config::Problems& problems) {
  std::vector<std::string_view> ids;
  for (auto const& rule : alerts.rules) ids.push_back(rule.id);
  for (auto const& rule : alerts.events) ids.push_back(rule.id);
  auto const built_in = built_in_rules();
  bool const is_built_in = std::ranges::find(built_in, edit.alert, &rules::Rule::id) != built_in.end();
  problems.add(edit.place(),
               is_built_in ? "'" + edit.alert + "' is built in; define it in an alert file to change it"
                           : "there is no alert '" + printable(edit.alert, 60) + "'" + did_you_mean(edit.alert, ids));
}

}  // namespace

Alerts load_alerts(std::vector<std::string> const& files, config::Reading const& reading,
                   std::vector<rules::Edit> const& edits) {
  rules::RuleFileReader reader(reading);
  std::vector<rules::Edit> left = edits;
  for (auto const& file : files) {
    auto document = config::load_yaml(file, reading.problems);
    if (!document) continue;
    for (auto const& edit : edits) {
      if (rules::apply(edit, *document)) std::erase_if(left, [&](auto const& one) { return one.text == edit.text; });
    }
    reader.read(*document);
  }
  reader.finish();
  Alerts alerts{reader.take_rules(), reader.take_events(), reader.take_tests()};
  for (auto const& edit : left) refuse(edit, alerts, reading.problems);
  return alerts;
}

std::optional<Options> load_options(std::string const& path, Environment const& environment, Redactor& redactor,
                                    config::Problems& problems, std::vector<std::string>* effective) {
  auto const document = config::load_yaml(path, problems);
  if (!document) return std::nullopt;
  std::error_code ignored;
  auto const file = fs::absolute(path, ignored);
  auto references = references_of(file, environment, redactor);
  config::Reading const reading{problems, references, effective};
  MapReader root(*document, "", reading);
  Options options;
  options.file = file.string();
  options.project = root.required_shown_text("project");
  read_zone(root, options);
  options.state = read_state(root, environment);
  options.control_socket = control_socket_of_daemon(options.state, environment);
  options.retention = read_retention(root);
  read_alerts(root, environment.edits, options);
  read_pollers(root, options);
  auto const channels = read_channels(root, options);
  read_routes(root, channels, options);
  read_attention(root, channels, options);
  read_heartbeat(root, options);
  read_report_options(root, channels, options);
  read_history_file(root, options);
  options.http = read_http(root);
  root.finish();
  if (!problems.empty()) return std::nullopt;
  return options;
}

std::optional<std::string> read_state_directory(std::string const& path, Environment const& environment,
                                                Redactor& redactor, config::Problems& problems) {
  auto const document = config::load_yaml(path, problems);
  if (!document) return std::nullopt;
  std::error_code ignored;
  auto references = references_of(fs::absolute(path, ignored), environment, redactor);
  MapReader root(*document, "", {problems, references, nullptr});
  auto state = read_state(root, environment);
  if (!problems.empty()) return std::nullopt;
  return state;
}

}  // namespace lapwing::app
