// SPDX-License-Identifier: Apache-2.0
// The whole App in virtual time: real files, real store, a clock that the test moves, a network that the test scripts.
// A message that no test step expects fails the test (FakeHttp).
#pragma once

#include "app/app.hpp"
#include "support/fake_discord.hpp"
#include "support/fake_http.hpp"
#include "support/folder.hpp"
#include "support/manual_clock.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lapwing::test {

inline constexpr std::string_view kDiscord = "https://discord.com/api/v10/webhooks/1/token";
inline constexpr std::string_view kSlack = "https://hooks.slack.com/services/T/B/secret";

class Daemon {
 public:
  /// A folder with one model source, a Discord and a Slack channel; alerts as given (the text under `alerts:`).
  explicit Daemon(std::string_view alerts);
  ~Daemon();

  ManualClock clock{*parse_timestamp("2026-03-02T12:00:00Z")};
  FakeHttp http;
  Folder folder;
  std::string pollers = "  models: {type: model_metrics, every: 1h, path: models, expect: []}\n";
  /// Without charts: a message is then plain JSON.
  std::string channels = "  team: {type: discord, url: \"" + std::string(kDiscord) +
                         "\", chart: never}\n  oncall: {type: slack, url: \"" + std::string(kSlack) + "\"}\n";
  std::string more;  ///< further lines of lapwing.yaml
  std::optional<Duration> watchdog;
  std::vector<std::string> states;  ///< what the service manager was told

  /// What a start does by itself: lapwing.yaml as the members above have it.
  void write_configuration();
  void write_alerts(std::string_view alerts);
  /// A model version, trained at that time, with that accuracy.
  void train(std::string_view at, double accuracy, std::string_view model = "");

  /// Starts a daemon on what is in the folder; it polls what is due. Fails the test if the configuration is refused.
  void start();
  void run_for(Duration time);
  /// What it answered, once it has.
  std::optional<Result<app::Reloaded>> reloaded;
  void reload();
  /// `lapwing silence add`; the silence's id.
  alert::SilenceId silence(std::string matchers, Duration length, std::string why = "a test");
  void end_silence(alert::SilenceId id);
  void acknowledge(alert::IncidentId id);
  /// SIGTERM: returns when everything has ended.
  void stop();
  /// kill -9: nothing is finished.
  void kill();
  app::App::Once run_once();

  /// The next message to that channel is accepted, and not named so that it could be changed later; without this, a
  /// message fails the test.
  void expect_discord(int count = 1);
  void expect_slack(int count = 1);
  /// A Discord that keeps messages and has limits takes what goes to that URL.
  void serve_discord(FakeDiscord& discord, std::string_view url = kDiscord);
  /// What is stored, read beside the daemon.
  store::Store store() const;
  /// Those of the dispatcher since the start.
  notify::Counters counters(std::string const& channel = "team") const {
    return app_->dispatcher().counters().at(channel);
  }
  /// All bodies sent to that URL so far.
  std::vector<std::string> sent_to(std::string_view url) const;
  /// "3: WARNING", one an incident of each message to that URL so far, in order.
  std::vector<std::string> told(std::string_view url = kDiscord) const;
  alert::State const& state() const { return app_->state(); }
  /// "model-accuracy critical", one an open incident.
  std::vector<std::string> open() const;

 private:
  app::Options load_options();
  void make_app();

  std::unique_ptr<boost::asio::io_context> loop_;
  std::unique_ptr<Workers> workers_;
  std::unique_ptr<TaskGroup> root_;
  std::unique_ptr<app::App> app_;
  Redactor redactor_;
};

}  // namespace lapwing::test
