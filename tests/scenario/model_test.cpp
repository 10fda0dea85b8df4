// SPDX-License-Identifier: Apache-2.0
// Random weeks of the whole daemon against a small model of it: values, gaps, edits, silences, restarts and kills. No
// incident is lost, none is told twice, and what was told last is the truth.
#include "scenario/daemon.hpp"
#include "support/a_rule.hpp"
#include "support/dice.hpp"
#include "support/reference_machine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lapwing::test {
namespace {

using namespace std::chrono_literals;

/// One alert, as it stands in the file and as the model sees it.
struct Alert {
  rules::Rule rule;
  std::string yaml;
};

Alert random_alert(Dice& dice) {
  auto rule = a_rule().id("accuracy").below();
  int const warning = dice.roll(55, 70), critical = warning - dice.roll(1, 10);
  rule.warning(warning / 100.0).critical(critical / 100.0);
  std::string yaml = "  accuracy:\n    watch: model.accuracy\n    when: below\n    remind: never\n    warning: " +
                     std::to_string(warning) + "%\n    critical: " + std::to_string(critical) + "%\n";
  if (dice.chance(0.5)) {
    int const recover = warning + dice.roll(0, 5);
    rule.recover(recover / 100.0);
    yaml += "    recover: " + std::to_string(recover) + "%\n";
  }
  if (dice.chance(0.4)) {
    int const runs = dice.roll(1, 3);
    rule.runs(std::size_t(runs));
    yaml += "    for: " + std::to_string(runs) + " runs\n";
  }
  if (dice.chance(0.4)) {
    int const runs = dice.roll(1, 3);
    rule.recover_runs(std::size_t(runs));
    yaml += "    recover_for: " + std::to_string(runs) + " runs\n";
  }
  if (dice.chance(0.3)) {
    rule.flap(6, 0.5, 0.25);
    yaml += "    flap: {window: 6}\n";
  }
  return {rule, yaml};
}

/// What the model knows of one series.
struct Watched {
  ReferenceMachine machine;
  std::optional<std::pair<TimePoint, double>> newest;

  void take(rules::Rule const& rule, TimePoint at, double value) {
    newest = {at, value};
    machine.judge(rule, at, value);
  }
  void judge_again(rules::Rule const& rule) {
    if (newest) machine.judge(rule, newest->first, newest->second);
  }
};

class Week {
 public:
  explicit Week(unsigned seed) : dice_(seed), alert_(random_alert(dice_)), daemon_(alert_.yaml) {
    daemon_.more = "notify: {critical: [team], warning: [team], info: []}\n";
    daemon_.expect_discord(5000);
    daemon_.train("2026-03-02T11:00:00Z", 0.75, "btc");
    models_["btc"].take(alert_.rule, *parse_timestamp("2026-03-02T11:00:00Z"), 0.75);
    daemon_.start();
    daemon_.run_for(1min);
  }

  void play(int hours) {
    for (int hour = 0; hour < hours && !testing::Test::HasFailure(); ++hour) {
      disturb();
      train();
      if (dice_.chance(0.1)) kill_at_random();
      // Polls are on the hour by the first start's minute; what they brought is told within ten seconds.
      daemon_.run_for(1h);
      check();
    }
  }

  int told() const { return int(daemon_.told().size()); }
  int kills() const { return kills_; }
  int edits() const { return edits_; }

 private:
  void disturb() {
    int const what = dice_.roll(1, 12);
    if (what == 1) edit(true);
    if (what == 2) edit(false);
    if (what == 3) restart();
    if (what == 4 || what == 5) silence();
    if (what == 6 && !silences_.empty() && silences_.back().second > daemon_.clock.now()) {
      daemon_.end_silence(silences_.back().first);
      silences_.pop_back();
    }
  }

  void judge_again() {
    for (auto& [name, model] : models_) model.judge_again(alert_.rule);
  }

  void edit(bool live) {
    ++edits_;
    if (!live) daemon_.stop();
    alert_ = random_alert(dice_);
    daemon_.write_alerts(alert_.yaml);
    if (live)
      daemon_.reload();
    else
      daemon_.start();
    daemon_.run_for(20s);
    judge_again();
  }

  void restart() {
    daemon_.stop();
    daemon_.start();
    judge_again();
  }

  /// Somewhere between a poll and the end of what it leads to.
  void kill_at_random() {
    ++kills_;
    daemon_.run_for(
        std::chrono::milliseconds{dice_.chance(0.5) ? dice_.roll(3'590'000, 3'620'000) : dice_.roll(0, 3'620'000)});
    daemon_.kill();
    daemon_.start();
  }

  void silence() {
    auto const length = std::chrono::hours{dice_.roll(1, 5)};
    auto const* const what = dice_.chance(0.5) ? "model=btc" : "alert=acc*";
    silences_.emplace_back(daemon_.silence(what, length), daemon_.clock.now() + length);
  }

  void train() {
    auto const at = daemon_.clock.now();
    for (auto const* const model : {"btc", "eth"}) {
      if (dice_.chance(0.3)) continue;  // a run that brought nothing
      double const value = dice_.roll(50, 75) / 100.0;
      daemon_.train(format_utc(at), value, model);
      models_[model].take(alert_.rule, std::chrono::floor<std::chrono::seconds>(at), value);
    }
  }

  /// The levels at any time; what was told whenever nothing is held back.
  void check() {
    std::map<std::string, std::string> expected, got;
    for (auto const& [name, model] : models_) {
      if (model.machine.is_open()) expected[name] = model.machine.state();
    }
    for (auto const& [id, incident] : daemon_.state().open)
      got[std::string(incident.key.labels.get("model"))] = name_of(incident.level);
    ASSERT_EQ(got, expected);
    check_nothing_is_told_twice();
    std::erase_if(silences_, [&](auto const& one) { return one.second <= daemon_.clock.now() - 1min; });
    if (silences_.empty()) check_what_was_told_last_is_true();
  }

  void check_nothing_is_told_twice() {
    std::map<std::string, std::string> last;
    int repeated = 0;
    for (auto const& line : daemon_.told()) {
      auto const id = line.substr(0, line.find(':'));
      auto const word = line.substr(id.size() + 2, line.find(' ', id.size() + 2) - id.size() - 2);
      auto const before = last.find(id);
      if (before != last.end() && before->second == word) ++repeated;
      bool const begins_well = before != last.end() || word == "WARNING" || word == "CRITICAL";
      ASSERT_TRUE(begins_well) << line << " was never told before";
      last[id] = word;
    }
    // Here a kill falls between two instants, so that never is a message sent and not recorded.
    ASSERT_EQ(repeated, 0);
    last_told_ = std::move(last);
  }

  void check_what_was_told_last_is_true() {
    std::map<std::string, std::string> open;
    for (auto const& [id, incident] : daemon_.state().open)
      open[std::to_string(id)] = incident.level == Level::critical ? "CRITICAL" : "WARNING";
    std::map<std::string, std::string> told;
    for (auto const& [id, word] : last_told_) {
      if (word == "WARNING" || word == "CRITICAL") told[id] = word;
    }
    ASSERT_EQ(told, open);
  }

  Dice dice_;
  Alert alert_;
  Daemon daemon_;
  std::map<std::string, Watched> models_;
  std::vector<std::pair<alert::SilenceId, TimePoint>> silences_;  // with their ends
  std::map<std::string, std::string> last_told_;                  // by incident
  int kills_ = 0;
  int edits_ = 0;
};

TEST(Model, RandomWeeksOfTheDaemonAreWhatASmallModelSays) {
  int told = 0, kills = 0, edits = 0;
  for (unsigned seed = 1; seed <= 16 && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Week week(seed);
    week.play(60);
    told += week.told();
    kills += week.kills();
    edits += week.edits();
  }
  EXPECT_GT(told, 300);
  EXPECT_GT(kills, 30);
  EXPECT_GT(edits, 50);
}

}  // namespace
}  // namespace lapwing::test
