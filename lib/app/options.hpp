// SPDX-License-Identifier: Apache-2.0
// The whole configuration, typed: lapwing.yaml and the alert files it names. Const after load.
#pragma once

#include "alert/quiet_hours.hpp"
#include "app/http_options.hpp"
#include "config/problems.hpp"
#include "core/agenda.hpp"
#include "core/schedule.hpp"
#include "core/secret.hpp"
#include "notify/dispatcher.hpp"
#include "poll/poller.hpp"
#include "report/material.hpp"
#include "rules/edit.hpp"
#include "rules/rule_file.hpp"
#include "store/retention.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lapwing::app {

struct PollerOptions {
  std::string name;
  std::string type;
  Schedule every;
  std::shared_ptr<poll::Poller> poller;  ///< shared with polls that do not end
  CatchUp catch_up = CatchUp::once;
  Duration timeout = std::chrono::minutes{10};  ///< a poll that takes longer has failed
};

/// A service that calls out when it has not been pinged for too long.
struct HeartbeatOptions {
  Secret url;  ///< http(s); who has it can ping
  Schedule every;
};

/// A report that is due by the calendar.
struct ReportOptions {
  report::Kind kind;
  Schedule every;
  std::vector<std::string> to;  ///< channels
  CatchUp catch_up = CatchUp::once;
};

struct Options {
  std::string file;  ///< the path of lapwing.yaml, absolute
  std::string project;
  Zone zone = Zone::utc();
  std::string state;           ///< the state directory
  std::string control_socket;  ///< the path where commands reach the daemon
  store::Retention retention;
  std::vector<PollerOptions> pollers;  ///< in the file's order
  std::vector<notify::Channel> channels;
  notify::Routes routes;
  Duration group_wait{};
  std::vector<alert::QuietHours> quiet_hours;
  rules::Remind remind;
  std::optional<HeartbeatOptions> heartbeat;
  std::vector<ReportOptions> reports;
  report::Targets targets = report::guide_targets();
  std::optional<HttpOptions> http;  ///< absent: no status page
  std::string history_file;         ///< the path of what is appended hourly; "" for none
  rules::RuleSet rules;             ///< the built-in ones included
  std::vector<rules::RuleTest> tests;
};

/// What loading needs from outside.
struct Environment {
  std::function<std::string(std::string const&)> getenv;  ///< "" where unset
  std::vector<rules::Edit> edits = {};                    ///< of the alerts: what is loaded is what the files would be
};

/// Reads and checks everything. Absent if there is a problem; then `problems` holds all of them. Values that came from
/// references are added to `redactor`. `effective`, if given, receives every key with its value, defaults included,
/// secrets masked.
std::optional<Options> load_options(std::string const& path, Environment const& environment, Redactor& redactor,
                                    config::Problems& problems, std::vector<std::string>* effective = nullptr);

/// The state directory alone, as load_options finds it, whatever else is wrong with the file. Absent after a problem:
/// the file can not be read, or `state` itself is wrong.
std::optional<std::string> read_state_directory(std::string const& path, Environment const& environment,
                                                Redactor& redactor, config::Problems& problems);

struct Alerts {
  std::vector<rules::Rule> rules;
  std::vector<rules::EventRule> events;
  std::vector<rules::RuleTest> tests;
};

/// Reads alert files together: ids are unique over all of them, a test may name an alert of another file. An edit of an
/// alert that no file has is a problem.
Alerts load_alerts(std::vector<std::string> const& files, config::Reading const& reading,
                   std::vector<rules::Edit> const& edits = {});

/// The alerts that no file has to define: a source or channel that does not work, a configuration that was not
/// accepted. A file may define an alert of the same id instead.
std::vector<rules::Rule> built_in_rules();
/// That a silence under which incidents are open ends soon; that messages were given up.
std::vector<rules::EventRule> built_in_event_rules();

}  // namespace lapwing::app
