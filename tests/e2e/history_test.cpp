// SPDX-License-Identifier: Apache-2.0
// `lapwing history export` and `import`, without a daemon and into a running one; and a cleaning that is killed.
#include "core/text.hpp"
#include "e2e/control_process.hpp"
#include "io/clock.hpp"
#include "store/store.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <csignal>
#include <cstdlib>

namespace lapwing::test {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class HistoryProcess : public ControlProcess {
 protected:
  Finished export_as(std::string const& format, std::string const& file) const {
    return command({"history", "export", "--format", format, "--output", file});
  }
  /// With that state directory; whatever day it is when this runs, nothing is too old.
  void use(std::string const& state) {
    project.state = state;
    config = project.configure(kAlerts);
    project.folder.write("lapwing.yaml", read_file(config) + "retention: 36500d\n");
  }
  void SetUp() override {
    ControlProcess::SetUp();
    use("state");
  }
  void run_once() {
    auto const once = run_lapwing({"run", "--once", "--config", config}, project.environment());
    ASSERT_EQ(once.exit_code, 0) << once.output;
  }
};

TEST_F(HistoryProcess, WhatIsExportedIsImportedElsewhereAndExportedTheSame) {
  run_once();
  for (std::string const format : {"csv", "jsonl", "openmetrics"}) {
    auto const file = project.folder.path("first." + format);
    auto const written = export_as(format, file);
    EXPECT_EQ(written.exit_code, 0) << written.output;
    EXPECT_THAT(written.output, HasSubstr(" samples written to " + file));

    use("state-of-" + format);
    auto const read = command({"history", "import", file});
    EXPECT_EQ(read.exit_code, 0) << read.output;
    EXPECT_THAT(read.output, HasSubstr(" 0 known already"));
    auto const again = command({"history", "import", file});
    EXPECT_EQ(again.exit_code, 0) << again.output;
    EXPECT_THAT(again.output, HasSubstr(" 0 new, 0 changed"));
    auto const second = project.folder.path("second." + format);
    EXPECT_EQ(export_as(format, second).exit_code, 0);
    EXPECT_EQ(read_file(second), read_file(file));
    auto const audit = command({"audit"});
    EXPECT_THAT(audit.output, HasSubstr("samples from " + file));
    use("state");
  }
}

TEST_F(HistoryProcess, AnExportGoesIntoAPipeAndAPatternAndASpanNarrowIt) {
  run_once();
  auto const piped = command({"history", "export", "--metric", "model.*"});
  EXPECT_EQ(piped.exit_code, 0);
  EXPECT_THAT(piped.output, StartsWith("time,metric,labels,value,unit\r\n"));
  EXPECT_THAT(piped.output, HasSubstr("2026-03-01T02:00:00Z,model.accuracy,\"{model=\"\"models\"\"}\",0.7,ratio\r\n"));
  EXPECT_THAT(piped.output, Not(HasSubstr("poll.success")));
  EXPECT_THAT(command({"history", "export", "--until", "2026-03-01T02:00:00Z"}).output,
              AllOf(HasSubstr("model.accuracy"), Not(HasSubstr("model.age"))));
  EXPECT_THAT(command({"history", "export", "--since", "1h"}).output,
              AllOf(HasSubstr("model.age"), Not(HasSubstr("model.accuracy"))));
  auto const misspelt = command({"history", "export", "--metric", "model.acuracy"});
  EXPECT_EQ(misspelt.exit_code, 1);
  EXPECT_THAT(misspelt.output, HasSubstr("did you mean 'model.accuracy'?"));
  EXPECT_EQ(command({"history", "export", "--since", "soon"}).exit_code, 2);
  EXPECT_EQ(command({"history", "export", "--format", "xml"}).exit_code, 2);
  EXPECT_EQ(command({"history", "export", "--output", project.folder.path("no/such/folder")}).exit_code, 3);
}

TEST_F(HistoryProcess, PythonReadsTheCsvAsItIs) {
  if (std::system("command -v python3 >/dev/null 2>&1") != 0) GTEST_SKIP() << "python3 is not here";
  run_once();
  auto const file = project.folder.path("x.csv");
  ASSERT_EQ(export_as("csv", file).exit_code, 0);
  auto const script =
      project.folder.write("read.py",
                           "import csv, datetime, sys\n"
                           "rows = list(csv.DictReader(open(sys.argv[1], newline='')))\n"
                           "one = [r for r in rows if r['metric'] == 'model.accuracy'][0]\n"
                           "assert one['labels'] == '{model=\"models\"}', one\n"
                           "assert float(one['value']) == 0.7 and one['unit'] == 'ratio', one\n"
                           "assert datetime.datetime.fromisoformat(one['time'].replace('Z', '+00:00')).hour == 2, one\n"
                           "assert all(None not in r for r in rows)\n");
  EXPECT_EQ(std::system(("python3 " + script + " " + file).c_str()), 0);
}

TEST_F(HistoryProcess, ABrokenLineInTheMiddleIsNamedAndTheRestKept) {
  auto const file = project.folder.write("performance_history.jsonl",
                                         "{\"timestamp\": \"2026-03-01T02:00:00\", \"accuracy\": 0.71}\n"
                                         "{\"timestamp\": \"2026-03-02T02:00:00\", \"accu\n"
                                         "{\"timestamp\": \"2026-03-03T02:00:00\", \"accuracy\": 0.73}\n");
  auto const nameless = command({"history", "import", file});
  EXPECT_EQ(nameless.exit_code, 1);
  EXPECT_THAT(nameless.output, HasSubstr("give --model NAME"));
  auto const read = command({"history", "import", file, "--model", "btc"});
  EXPECT_EQ(read.exit_code, 1) << "something was skipped";
  EXPECT_THAT(read.output, AllOf(HasSubstr("2 samples, 2 new"), HasSubstr("1 was skipped"), HasSubstr("line 2")));
  EXPECT_THAT(command({"history", "export"}).output, AllOf(HasSubstr(",0.71,"), HasSubstr(",0.73,")));
  EXPECT_EQ(command({"history", "import", project.folder.path("none.csv")}).exit_code, 3);
  EXPECT_EQ(command({"history", "import", project.folder.write("x.txt", "hello\n")}).exit_code, 1);
}

TEST_F(HistoryProcess, ARunningDaemonTakesAnImportAndJudgesIt) {
  start();
  std::string text = "metric,time,labels,value\n";
  for (int day = 10; day < 30; ++day)
    text += "model.accuracy,2026-03-" + std::to_string(day) + ",\"{model=\"\"imported\"\"}\"," +
            (day == 29 ? "0.60" : "0.70") + "\n";
  auto const file = project.folder.write("old.csv", text);
  auto const read = command({"history", "import", file});
  EXPECT_EQ(read.exit_code, 0) << read.output;
  EXPECT_THAT(read.output, HasSubstr("20 samples, 20 new"));
  EXPECT_THAT(command({"alerts"}).output, HasSubstr("model-accuracy model=imported"));
  EXPECT_THAT(command({"audit"}).output, HasSubstr("imported 20 samples from " + file));
  EXPECT_THAT(command({"history", "import", file}).output, HasSubstr("0 new, 0 changed, 20 known"));
  daemon->signal(SIGTERM);
  EXPECT_EQ(daemon->wait(), 0);
}

TEST_F(HistoryProcess, AnImportThatIsCutShortIsInTheAuditWithWhatItTook) {
  start();
  std::string text;
  for (int i = 0; i < 12000; ++i) {
    text += "{\"time\":\"" + format_utc(*parse_timestamp("2026-03-01") + i * 1min) +
            "\",\"metric\":\"data.records\",\"labels\":{\"dataset\":\"a\"},\"value\":" + std::to_string(i * 7919) +
            "}\n";
  }
  auto const file = project.folder.write("cut.jsonl", text) + ".gz";
  ASSERT_EQ(std::system(("gzip " + project.folder.path("cut.jsonl")).c_str()), 0);
  std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
  auto const read = command({"history", "import", file});
  EXPECT_NE(read.exit_code, 0);
  EXPECT_THAT(read.output, AllOf(HasSubstr(file + ": "), HasSubstr("samples were imported before that")));
  EXPECT_THAT(command({"audit"}).output, HasSubstr("samples from " + file));
}

TEST_F(HistoryProcess, ALongImportIntoADaemonGoesInManyRequests) {
  start();
  std::string text;
  for (int i = 0; i < 3000; ++i) {
    text += "{\"time\":\"" + format_utc(*parse_timestamp("2026-03-01") + i * 1min) +
            "\",\"metric\":\"data.records\",\"labels\":{\"dataset\":\"" + std::string(150, 'x') + "\"},\"value\":1}\n";
  }
  auto const read = command({"history", "import", project.folder.write("long.jsonl", text)});
  EXPECT_EQ(read.exit_code, 0) << read.output;
  EXPECT_THAT(read.output, HasSubstr("3,000 samples, 3,000 new"));
}

TEST_F(HistoryProcess, ACleaningThatIsKilledLosesNothingAndTheNextOneEndsIt) {
  config = project.configure(kAlerts);  // 400 days
  auto const old = system_now() - 500 * 24h;
  {
    auto store = *store::Store::open(project.folder.path("state"));
    store::Commit commit;
    for (int i = 0; i < 1800; ++i)
      commit.samples.push_back({"data.records", {{"dataset", "a"}}, double(i), old + i * 1min, {}});
    commit.samples.push_back({"data.records", {{"dataset", "a"}}, -1, system_now() - 24h, {}});
    ASSERT_TRUE(store.commit(commit));
  }
  auto environment = project.environment();
  environment["LAPWING_DIE_AT"] = "prune:2";
  auto const died = run_program(LAPWING_THAT_DIES, {"run", "--once", "--config", config}, environment);
  EXPECT_EQ(died.exit_code, 128 + SIGKILL) << died.output;
  auto const counted = [this] {
    auto const out = command({"history", "export", "--metric", "data.records"}).output;
    return std::ranges::count(out, '\n') - 1;
  };
  EXPECT_EQ(counted(), 801) << "two steps of 500";
  run_once();
  EXPECT_EQ(counted(), 1) << "the newest stays";
}

}  // namespace
}  // namespace lapwing::test
