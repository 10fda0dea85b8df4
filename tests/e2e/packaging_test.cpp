// SPDX-License-Identifier: Apache-2.0
// What is installed beside the program says what the program does: manual pages, completions, the unit.
#include "e2e/help.hpp"
#include "e2e/process.hpp"
#include "support/folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace lapwing::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;

std::string const kSystemd = std::string(LAPWING_SOURCE_DIR) + "/systemd/";

bool is_here(std::string const& program) {
  return std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0;
}

/// Through a shell that finds this build's lapwing by its name.
Finished shell(std::string const& program, std::string const& script) {
  auto const binary = std::string(LAPWING_BINARY);
  auto const path = binary.substr(0, binary.rfind('/')) + ":" + std::getenv("PATH");
  return run_program("/usr/bin/env", {program, "-c", script}, {{"PATH", path}});
}

/// What is offered for the last of the words, without what it means.
std::vector<std::string> completed(std::vector<std::string> words) {
  words.insert(words.begin(), {"complete", "--"});
  std::vector<std::string> out;
  for (auto const& line : lines_of(run_lapwing(words).output)) out.push_back(line.substr(0, line.find('\t')));
  return out;
}

class CompletionTest : public testing::Test {
 protected:
  Folder folder;
  std::string config = [this] {
    folder.write("alerts.yaml", "alerts:\n  mine-one: {watch: model.accuracy, when: below, warning: 65%}\n");
    return folder.write("lapwing.yaml",
                        "project: p\npollers:\n  models: {type: model_metrics, path: models}\n"
                        "channels:\n  team: {type: discord, url: \"${env:UNSET}\"}\n");
  }();
};

TEST_F(CompletionTest, OffersEveryCommandThatTheHelpLists) {
  auto const commands = commands_of({});
  ASSERT_THAT(commands, IsSupersetOf({"run", "check", "init", "silence"}));
  EXPECT_EQ(completed({""}), commands);
  EXPECT_EQ(completed({"silence", ""}), commands_of({"silence"}));
  EXPECT_THAT(completed({"ini"}), ElementsAre("init"));
  EXPECT_THAT(commands, Not(Contains("complete")));
}

TEST_F(CompletionTest, OffersOptionsAndTheirWords) {
  EXPECT_THAT(completed({"check", "--e"}), ElementsAre("--effective"));
  EXPECT_THAT(completed({"check", "--"}), IsSupersetOf({"--probe", "--config", "--format"}));
  EXPECT_THAT(completed({"alerts", "--format", ""}), ElementsAre("text", "json"));
  EXPECT_THAT(completed({"status", "--format", "h"}), ElementsAre("html"));
  EXPECT_THAT(completed({"history", "export", "--format", "c"}), ElementsAre("csv"));
  EXPECT_THAT(completed({"notify", "test", "team", "--severity", "c"}), ElementsAre("critical"));
}

TEST_F(CompletionTest, OffersTheNamesOfTheConfiguration) {
  EXPECT_THAT(completed({"--config", config, "explain", "mine"}), ElementsAre("mine-one"));
  EXPECT_THAT(completed({"--config=" + config, "poll", ""}), ElementsAre("models"));
  EXPECT_THAT(completed({"notify", "test", "--config", config, ""}), ElementsAre("team"));
  EXPECT_THAT(completed({"-c", config, "backtest", "--set", "mine"}),
              ElementsAre("mine-one.warning=", "mine-one.critical="));
}

TEST_F(CompletionTest, OffersNothingWhereThereIsNothingToSay) {
  EXPECT_THAT(completed({"nonsense", ""}), IsEmpty());
  EXPECT_THAT(completed({"poll", "a", ""}), IsEmpty()) << "one name is enough";
  EXPECT_THAT(completed({"--config", folder.path("none.yaml"), "poll", ""}), IsEmpty());
  EXPECT_THAT(completed({"check", "--since", ""}), IsEmpty());
}

TEST_F(CompletionTest, BashInsertsWhatIsOffered) {
  auto const offered = shell("bash", "source " + kSystemd + R"(completions/lapwing.bash
compopt() { :; }
COMP_LINE='lapwing silence re' COMP_POINT=18 COMP_WORDS=(lapwing silence re) COMP_CWORD=2
_lapwing; echo "${COMPREPLY[@]}"
COMP_LINE='lapwing backtest --set=source-unr' COMP_POINT=33 COMP_WORDS=(lapwing backtest --set = source-unr) COMP_CWORD=4
_lapwing; echo "${COMPREPLY[@]}")");
  EXPECT_THAT(lines_of(offered.output),
              ElementsAre("remove", "source-unreadable.warning= source-unreadable.critical="));
}

TEST_F(CompletionTest, ZshIsToldWhatMayStandThereAndWhatItIs) {
  if (!is_here("zsh")) GTEST_SKIP() << "zsh is not here";
  auto const offered = shell("zsh", "export LAPWING_CONFIG=" + config + R"(
_describe() { print -r -- "$@"; print -rl -- $candidates }
_files() { print files }
compset() { }
ask() { local -a words=(lapwing "$@"); local CURRENT=$#words; source )" +
                                        kSystemd + R"(completions/_lapwing }
ask silence re
ask notify test ''
ask check --eff
ask backtest --set mine
ask check alerts)");
  EXPECT_THAT(
      lines_of(offered.output),
      ElementsAre("lapwing candidates", "remove:End a silence; what is open under it is told", "lapwing candidates",
                  "team:channel", "-o lapwing candidates",
                  "--effective:Print every key with its value, defaults filled in, secrets as ***",
                  "lapwing candidates -S ", "mine-one.warning=:threshold", "mine-one.critical=:threshold", "files"));
}

TEST_F(CompletionTest, FishOffersNamesWithWhatTheyAreAndFiles) {
  if (!is_here("fish")) GTEST_SKIP() << "fish is not here";
  auto const folder_of_it = config.substr(0, config.rfind('/'));
  auto const offered = shell("fish", "set -x LAPWING_CONFIG " + config + "; source " + kSystemd +
                                         "completions/lapwing.fish; complete -C 'lapwing explain mine'; "
                                         "complete -C 'lapwing notify test '; complete -C 'lapwing silence re'; "
                                         "complete -C 'lapwing backtest --set=mine'; complete -C 'lapwing --config=" +
                                         folder_of_it + "/lap'");
  EXPECT_THAT(
      lines_of(offered.output),
      ElementsAre("mine-one\talert", "team\tchannel", "remove\tEnd a silence; what is open under it is told",
                  "--set=mine-one.critical=\tthreshold", "--set=mine-one.warning=\tthreshold", "--config=" + config));
}

TEST(Manual, HasEveryCommandAndOptionThatTheHelpListsAndTheWholeKeyReference) {
  if (!is_here("python3")) GTEST_SKIP() << "python3 is not here";
  Folder folder;
  auto const made =
      run_program("/usr/bin/env", {"python3", kSystemd + "man/generate", LAPWING_BINARY, "1.2.3", folder.path()}, {});
  ASSERT_EQ(made.exit_code, 0) << made.output;
  auto const manual = read_file(folder.path("lapwing.1"));
  for (auto const& command : commands_of({})) {
    auto const parts = commands_of({command});
    if (parts.empty()) {
      EXPECT_THAT(manual, HasSubstr(".SS \"lapwing " + command)) << command;
    }
    for (auto const& part : parts) EXPECT_THAT(manual, HasSubstr(".SS \"lapwing " + command + " " + part));
  }
  for (auto const* const option :
       {"\\-\\-effective", "\\-c, \\-\\-config FILE", "\\-\\-severity info|warning|critical"})
    EXPECT_THAT(manual, HasSubstr(option));
  auto const keys = read_file(folder.path("lapwing.yaml.5"));
  for (auto const* const text : {"\\fBquiet_hours\\fP", ".SS \"Expressions\"", "min_samples", "\\fBon\\fP"})
    EXPECT_THAT(keys, HasSubstr(text));
  EXPECT_THAT(keys, Not(HasSubstr("`")));
  if (!is_here("man")) return;
  for (auto const* const page : {"lapwing.1", "lapwing.yaml.5"})
    EXPECT_EQ(
        shell("sh", "LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -l -Tutf8 -Z " + folder.path(page) + " 2>&1 >/dev/null")
            .output,
        "");
}

TEST(Unit, IsAcceptedAndExposedNoMoreThanOnePointZero) {
  if (!is_here("systemd-analyze")) GTEST_SKIP() << "systemd-analyze is not here";
  Folder folder;
  auto unit = read_file(kSystemd + "lapwing.service");
  auto const security = run_program(
      "/usr/bin/env",
      {"systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=10", kSystemd + "lapwing.service"},
      {});
  EXPECT_EQ(security.exit_code, 0) << security.output;
  EXPECT_THAT(security.output, HasSubstr("Overall exposure level for lapwing.service: "));
  auto const installed = std::string("/usr/bin/lapwing");
  for (auto at = unit.find(installed); at != unit.npos; at = unit.find(installed, at + 1))
    unit.replace(at, installed.size(), LAPWING_BINARY);  // verify looks whether the program is there
  auto const verified =
      run_program("/usr/bin/env", {"systemd-analyze", "verify", "--man=no", folder.write("lapwing.service", unit)}, {});
  EXPECT_EQ(verified.exit_code, 0) << verified.output;
  EXPECT_THAT(verified.output, Not(HasSubstr("lapwing.service")));
}

}  // namespace
}  // namespace lapwing::test
