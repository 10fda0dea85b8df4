// SPDX-License-Identifier: Apache-2.0
// What holds of every command: its help, its formats, where it prints what, and how it exits.
#include "e2e/control_process.hpp"
#include "e2e/help.hpp"
#include "e2e/terminal.hpp"
#include "report/cells.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <set>

namespace lapwing::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

using Words = std::vector<std::string>;

std::string named(Words const& words) {
  std::string out;
  for (auto const& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

/// Standard output alone, or standard error alone.
Finished run_for(char const* redirection, Words words, std::map<std::string, std::string> const& environment) {
  words.insert(words.begin(), {"-c", "\"$0\" \"$@\" " + std::string(redirection), LAPWING_BINARY});
  return run_program("/bin/sh", words, environment);
}

/// A project with an open incident, a silence and a daemon.
class EveryCommand : public ControlProcess {
 protected:
  /// What to give each command, by its name.
  std::map<std::string, Words> const arguments{{"eval", {"model.accuracy"}},
                                               {"explain", {"model-accuracy"}},
                                               {"suggest", {"model-accuracy"}},
                                               {"report", {"daily"}},
                                               {"poll", {"models"}},
                                               {"ack", {"1"}},
                                               {"silence add", {"alert=other", "--for", "1h", "--why", "why"}},
                                               {"silence remove", {"1"}},
                                               {"outbox show", {"team"}},
                                               {"outbox retry", {"team"}},
                                               {"outbox drop", {"team"}},
                                               {"notify test", {"oncall"}},
                                               {"history import", {"none.csv"}}};
  /// What prints no data, or has a `--format` of its own.
  std::set<std::string> const without_json{"run", "init", "history export", "history import"};

  void SetUp() override {
    project.discord_status = 404;  // so that something is queued
    ControlProcess::SetUp();
    project.train("2026-03-02T02:00:00Z", 0.60);
    config = project.configure(std::string(kAlerts) +
                               "tests:\n  - {name: t, alert: model-accuracy, values: [60%], expect: [warning]}\n");
  }
  /// With its arguments and this project's configuration.
  Words whole(Words command, Words const& more = {}) const {
    auto const given = arguments.find(named(command));
    if (given != arguments.end()) command.insert(command.end(), given->second.begin(), given->second.end());
    command.insert(command.end(), more.begin(), more.end());
    command.insert(command.end(), {"--config", config});
    return command;
  }
};

/// The lines that do not fit, but for the one that stands for itself.
Words wider_than(std::size_t cells, Words command, char const* columns) {
  command.push_back("--help");
  Words out;
  for (auto const& line : lines_of(run_lapwing(command, {{"COLUMNS", columns}}).output)) {
    if (report::cells_of(line) > cells && !line.starts_with("Usage: ")) out.push_back(line);
  }
  return out;
}

TEST(EveryHelp, FitsTheTerminal) {
  for (auto const& command : all_commands()) EXPECT_THAT(wider_than(40, command, "40"), IsEmpty());
  EXPECT_THAT(wider_than(80, {}, "80"), IsEmpty());
  EXPECT_THAT(wider_than(80, {}, "200"), IsEmpty()) << "longer lines read badly";
}

TEST_F(EveryCommand, PrintsOneJsonDocumentOrSaysThatItCanNot) {
  start();
  ASSERT_TRUE(wait_until([this] { return command({"alerts"}).output.find("#1 ") != std::string::npos; }));
  ASSERT_TRUE(wait_until([this] { return command({"outbox", "list"}).output.find("queued") != std::string::npos; }));
  for (auto const& one : all_commands()) {
    auto const name = named(one);
    if (without_json.contains(name)) continue;
    auto const printed = run_for("2>/dev/null", whole(one, {"--format", "json"}), project.environment());
    auto const json = nlohmann::json::parse(printed.output, nullptr, false);
    EXPECT_TRUE(json.is_object()) << name << " printed " << printed.output;
    EXPECT_LE(printed.exit_code, 1) << name;
  }
}

TEST_F(EveryCommand, RefusesAFormatThatItHasNot) {
  for (auto const& one : all_commands()) {
    auto const name = named(one);
    bool const has_html = name == "status" || name == "report";
    if (has_html || name.starts_with("history")) continue;
    auto const refused = run_lapwing(whole(one, {"--format", "html"}), project.environment());
    EXPECT_EQ(refused.exit_code, 2) << name;
    EXPECT_THAT(refused.output, AllOf(StartsWith("lapwing " + name + ": --format html "), HasSubstr("text"))) << name;
  }
  for (auto const& name : {"run", "init"})
    EXPECT_EQ(run_lapwing({name, "--format", "json", "--config", config}, project.environment()).exit_code, 2) << name;
}

TEST_F(EveryCommand, ThatNeedsTheDaemonSaysSoWhereThereIsNone) {
  for (Words const& one : {Words{"poll"},
                           {"reload"},
                           {"ack"},
                           {"silence", "add"},
                           {"silence", "remove"},
                           {"outbox", "retry"},
                           {"outbox", "drop"}}) {
    auto const said = run_for("2>&1 >/dev/null", whole(one), project.environment());
    EXPECT_EQ(said.exit_code, 3) << named(one);
    EXPECT_THAT(said.output, AllOf(StartsWith("lapwing " + named(one) + ": no daemon could be reached"),
                                   HasSubstr("`lapwing run`"), HasSubstr("control.sock")));
  }
}

TEST_F(EveryCommand, ThatReadsTheStoreSaysSoWhereNothingWasStoredYet) {
  for (Words const& one : {Words{"alerts"},
                           {"status"},
                           {"report"},
                           {"eval"},
                           {"explain"},
                           {"backtest"},
                           {"suggest"},
                           {"silence", "list"},
                           {"audit"},
                           {"outbox", "list"},
                           {"outbox", "show"},
                           {"history", "export"}}) {
    auto const said = run_for("2>&1 >/dev/null", whole(one), project.environment());
    EXPECT_EQ(said.exit_code, 3) << named(one) << said.output;
    EXPECT_THAT(said.output, AllOf(StartsWith("lapwing " + named(one) + ": "), HasSubstr("lapwing run"))) << named(one);
  }
}

TEST_F(EveryCommand, NamesAConfigurationThatIsNotThere) {
  config = project.folder.path("none.yaml");
  for (auto const& one : all_commands()) {
    auto const name = named(one);
    if (name == "metrics" || name == "init") continue;
    auto const said = run_for("2>&1 >/dev/null", whole(one), project.environment());
    EXPECT_NE(said.exit_code, 0) << name;
    EXPECT_THAT(said.output, HasSubstr(config)) << name;
    if (said.exit_code == 1) {
      EXPECT_THAT(said.output, HasSubstr("`lapwing init`")) << name;
    }
  }
}

TEST_F(EveryCommand, NamesTheNearestOfWhatIsMisspelt) {
  ASSERT_EQ(command({"run", "--once"}).exit_code, 3) << "a channel refuses";
  struct Misspelt {
    Words words;
    std::string meant;
  };
  for (auto const& [words, meant] : {Misspelt{{"statsu"}, "status"},
                                     {{"silence", "ad"}, "add"},
                                     {{"metrics", "--frmat", "json"}, "--format"},
                                     {{"metrics", "--format", "jsn"}, "json"},
                                     {{"report", "dayly"}, "daily"},
                                     {{"explain", "model-acuracy"}, "model-accuracy"},
                                     {{"suggest", "model-acuracy"}, "model-accuracy"},
                                     {{"eval", "model.acuracy"}, "model.accuracy"},
                                     {{"notify", "test", "taem"}, "team"},
                                     {{"outbox", "list", "taem"}, "team"},
                                     {{"outbox", "show", "taem"}, "team"},
                                     {{"backtest", "--set", "model-acuracy.warning=1%"}, "model-accuracy"}}) {
    auto const said = command(words);
    EXPECT_EQ(said.exit_code, 2) << named(words) << said.output;
    EXPECT_THAT(said.output, HasSubstr("did you mean '" + meant + "'?")) << named(words);
  }
  auto const none = run_lapwing({"silence"});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_THAT(none.output, HasSubstr("a command is needed: add, list or remove"));
}

TEST_F(EveryCommand, ColoursATerminalThatWantsItAndNothingElse) {
  ASSERT_EQ(command({"run", "--once"}).exit_code, 3) << "a channel refuses";
  auto const on_a_terminal = [this](Words words, std::map<std::string, std::string> variables) {
    words.insert(words.end(), {"--config", config});
    variables.merge(project.environment());
    Terminal terminal(words, variables);
    EXPECT_EQ(terminal.finish(), 0) << terminal.shown();
    return terminal.shown();
  };
  for (Words const& words : {Words{"alerts"}, {"status"}, {"outbox", "show", "team"}}) {
    EXPECT_THAT(on_a_terminal(words, {{"TERM", "xterm"}}), HasSubstr("\x1b["));
    EXPECT_THAT(on_a_terminal(words, {{"TERM", "dumb"}}), Not(HasSubstr("\x1b[")));
    EXPECT_THAT(on_a_terminal(words, {{"TERM", "xterm"}, {"NO_COLOR", "1"}}), Not(HasSubstr("\x1b[")));
    EXPECT_THAT(command(words).output, Not(HasSubstr("\x1b[")));
    auto always = words;
    always.insert(always.end(), {"--color", "always"});
    EXPECT_THAT(command(always).output, HasSubstr("\x1b["));
  }
}

TEST(Output, ThatNobodyReadsToItsEndIsFineAndThatCanNotBeWrittenIsNot) {
  auto const headed = run_for("| head -n 1", {"metrics"}, {});
  EXPECT_EQ(headed.exit_code, 0);
  EXPECT_EQ(lines_of(headed.output).size(), 1u) << headed.output;
  auto const full = run_for(">/dev/full", {"metrics"}, {});
  EXPECT_EQ(full.exit_code, 3);
  EXPECT_THAT(full.output, HasSubstr("standard output takes no more"));
}

}  // namespace
}  // namespace lapwing::test
