// SPDX-License-Identifier: Apache-2.0
#include "config/map_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace lapwing::config {
namespace {

using namespace std::chrono_literals;

/// One document and what reading it brings: `problems()` is all of them, one a line.
struct MapReaderTest : testing::Test {
  Redactor redactor;
  References references{
      [](std::string const& name) {
        return name == "TOKEN" ? std::string("ghp_0123456789") : name == "PIN" ? std::string("1234") : std::string();
      },
      redactor};
  Problems found;
  std::vector<std::string> effective;
  Value root;

  MapReader reader(std::string_view yaml, std::string path = "") {
    found = Problems();
    effective.clear();
    auto read = parse_yaml(yaml, "f", found);
    EXPECT_TRUE(read) << yaml << '\n' << found.to_string();
    root = read ? *std::move(read) : Value();
    return MapReader(root, std::move(path), {found, references, &effective});
  }

  std::string problems() const { return found.to_string(); }
};

TEST_F(MapReaderTest, AnswersWhatTheFileSaysOrTheDefault) {
  auto map = reader("name: ci\nport: 9877\nevery: 90s\nlimit: 65%\non: true\nkind: csv\nlist: [a, 'b c']\nsingle: x\n");
  EXPECT_EQ(map.text("name", "default"), "ci");
  EXPECT_EQ(map.text("other_name", "default"), "default");
  EXPECT_EQ(map.required_text("name"), "ci");
  EXPECT_EQ(map.whole("port", 1, 0, 65535), 9877);
  EXPECT_EQ(map.whole("other_port", 1, 0, 65535), 1);
  EXPECT_EQ(map.duration("every", 5min), 90s);
  EXPECT_EQ(map.duration("other_every", 5min), 5min);
  EXPECT_EQ(map.quantity("limit", Unit::ratio), 0.65);
  EXPECT_EQ(map.quantity("other_limit", Unit::ratio), std::nullopt);
  EXPECT_TRUE(map.flag("on", false));
  EXPECT_TRUE(map.flag("other_on", true));
  EXPECT_EQ(map.choice("kind", {"jsonl", "csv"}, 0), 1u);
  EXPECT_EQ(map.choice("other_kind", {"jsonl", "csv"}, 0), 0u);
  EXPECT_EQ(map.texts("list", {}), (std::vector<std::string>{"a", "b c"}));
  EXPECT_EQ(map.texts("single", {}), (std::vector<std::string>{"x"}));
  EXPECT_EQ(map.texts("other_list", {"y"}), (std::vector<std::string>{"y"}));
  EXPECT_FALSE(map.map("nothing"));
  EXPECT_EQ(map.raw("nothing"), nullptr);
  ASSERT_NE(map.raw("name"), nullptr);
  EXPECT_EQ(map.raw("name")->text, "ci");
  EXPECT_TRUE(map.has("name"));
  EXPECT_FALSE(map.has("other_name"));
  EXPECT_EQ(map.place_of("port").to_string(), "f:2:7");
  EXPECT_EQ(map.place_of("nothing").to_string(), "f:1:1");
  map.finish();
  EXPECT_EQ(problems(), "");
}

TEST_F(MapReaderTest, ReadsTheSurprisesOfYamlAsTheyStandThere) {
  auto map = reader("a: no\nb: on\nc: 22:30\nd: 010\ne: 1e3\nf: 2026-03-01\ng: 'null'\n");
  std::string all;
  for (auto const* const key : {"a", "b", "c", "d", "e", "f", "g"}) all += map.text(key, "") + " ";
  EXPECT_EQ(all, "no on 22:30 010 1e3 2026-03-01 null ");
  map.finish();
  EXPECT_EQ(problems(), "");
}

TEST_F(MapReaderTest, AWrongValueIsAProblemAtItsPlaceAndReadsAsTheDefault) {
  struct {
    std::string_view value;
    std::string_view says;
  } const flags[] = {
      {"yes", "key must be true or false, not 'yes'; did you mean true?"},
      {"on", "key must be true or false, not 'on'; did you mean true?"},
      {"True", "key must be true or false, not 'True'; did you mean true?"},
      {"1", "key must be true or false, not '1'; did you mean true?"},
      {"no", "key must be true or false, not 'no'; did you mean false?"},
      {"OFF", "key must be true or false, not 'OFF'; did you mean false?"},
      {"maybe", "key must be true or false, not 'maybe'"},
      {"", "key must be a single value, not nothing; give it a value or remove the key"},
      {"~", "key must be a single value, not nothing; give it a value or remove the key"},
      {"[true]", "key must be a single value, not a list"},
      {"{true: true}", "key must be a single value, not a map"},
  };
  for (auto const& [value, says] : flags) {
    auto map = reader("first: x\nkey: " + std::string(value));
    EXPECT_TRUE(map.flag("key", true)) << value;
    bool const nothing = value.empty() || value == "~";
    EXPECT_EQ(problems(), (nothing ? "f:2:1: " : "f:2:6: ") + std::string(says) + "\n");
  }

  for (auto const* const value : {"010", "-010", "00", "0x1F", "1_000", "1e3", "3.0", "+5", "5%", "five", "-1", "101",
                                  "99999999999999999999", "''", "5 5", "${env:PIN}"}) {
    auto map = reader("key: " + std::string(value));
    EXPECT_EQ(map.whole("key", 7, 0, 100), 7) << value;
    EXPECT_EQ(found.size(), 1u) << value;
    EXPECT_TRUE(problems().starts_with("f:1:6: key must be a whole number from 0 to 100, not '")) << problems();
  }
  for (auto const& [value, number] : std::initializer_list<std::pair<char const*, long long>>{
           {"0", 0}, {"100", 100}, {"'5'", 5}, {"-3", -3}, {"-0", 0}}) {
    auto map = reader("key: " + std::string(value));
    EXPECT_EQ(map.whole("key", 7, -3, 100), number) << problems();
  }

  for (auto const* const value : {"30", "22:30", "5M", "-5m", "daily", "''", "101y"}) {
    auto map = reader("key: " + std::string(value));
    EXPECT_EQ(map.duration("key", 7s), 7s) << value;
    EXPECT_TRUE(problems().starts_with("f:1:6: key: '")) << problems();
  }

  auto map = reader("key: Cvs");
  EXPECT_EQ(map.choice("key", {"jsonl", "csv", "parquet"}, 2), 2u);
  EXPECT_EQ(problems(), "f:1:6: key must be jsonl, csv or parquet, not 'Cvs'; did you mean 'csv'?\n");
}

TEST_F(MapReaderTest, AWrongUnitComesWithTheReadingThatWasProbablyMeant) {
  struct {
    std::string_view value;
    Unit unit;
    std::string_view says;
  } const rows[] = {
      {"65", Unit::ratio, "key must be a share such as 65%, not '65'; did you mean 65%?"},
      {"0.65", Unit::ratio, "not '0.65'; did you mean 65%?"},
      {"99.97", Unit::ratio, "did you mean 99.97%?"},
      {"1", Unit::ratio, "did you mean 100%?"},
      {"-5", Unit::ratio, "did you mean -5%?"},
      {"0", Unit::ratio, "did you mean 0%?"},
      {"10pp", Unit::ratio, "did you mean 10%?"},
      {"10%", Unit::points,
       "key must be percentage points such as 10pp, not '10%'; a share is in %, a difference of two shares in pp; did "
       "you mean 10pp?"},
      {"10", Unit::points, "did you mean 10pp?"},
      {"0.1", Unit::points, "did you mean 10pp?"},
      {"30", Unit::duration, "key must be a duration such as 90s, 30m, 24h or 7d, not '30'"},
      {"30m", Unit::ratio, "key must be a share such as 65%, not '30m'"},
      {"500", Unit::bytes, "key must be a size such as 500MB or 1GiB, not '500'"},
      {"65%", Unit::count, "key must be a count such as 3, not '65%'"},
      {"65%", Unit::number, "key must be a plain number such as 1.5, not '65%'"},
      {"2.5", Unit::runs, "key must be a number of runs such as '3 runs', not '2.5'"},
      {"3 runs", Unit::count, "key must be a count such as 3, not '3 runs'"},
      {"22:30", Unit::number, "'22:30'"},
      {"010", Unit::count, "'010' is not a quantity"},
      {"1,000", Unit::count, "',000' is not a unit"},
      {".inf", Unit::number, "'.inf' is not a quantity"},
      {"many", Unit::count, "key: 'many' is not a quantity; write a number with its unit"},
      {"''", Unit::count, "key: '' is not a quantity"},
      {"${env:TOKEN}", Unit::count, "key: '${env:TOKEN}' is not a quantity"},
  };
  for (auto const& [value, unit, says] : rows) {
    auto map = reader("key: " + std::string(value));
    EXPECT_EQ(map.quantity("key", unit), std::nullopt) << value;
    EXPECT_EQ(found.size(), 1u) << value;
    EXPECT_TRUE(problems().starts_with("f:1:6: key")) << problems();
    EXPECT_NE(problems().find(says), std::string::npos) << value << ": " << problems();
  }
  auto map = reader("a: 3\nb: 3 runs\nc: 3\nd: -10pp\ne: 1h30m\nf: '65%'\n");
  EXPECT_EQ(map.quantity("a", Unit::count), 3);
  EXPECT_EQ(map.quantity("b", Unit::runs), 3);
  EXPECT_EQ(map.quantity("c", Unit::runs), 3);
  EXPECT_EQ(map.quantity("d", Unit::points), -0.1);
  EXPECT_EQ(map.quantity("e", Unit::duration), 5400);
  EXPECT_EQ(map.quantity("f", Unit::ratio), 0.65);
  EXPECT_EQ(problems(), "");
}

TEST_F(MapReaderTest, WhatWasNotAskedForIsUnknown) {
  auto map = reader("warning: 65%\ncritcal: 60%\nwraning: 1\nzzz: {a: 1}\nzzz2: x\n", "alert accuracy");
  map.quantity("warning", Unit::ratio);
  map.quantity("critical", Unit::ratio);
  map.text("action", "");
  map.finish();
  EXPECT_EQ(problems(),
            "f:2:1: unknown key 'critcal' in alert accuracy; did you mean 'critical'?\n"
            "f:3:1: unknown key 'wraning' in alert accuracy; did you mean 'warning'?\n"
            "f:4:1: unknown key 'zzz' in alert accuracy; the keys here are action, critical and warning\n"
            "f:5:1: unknown key 'zzz2' in alert accuracy; the keys here are action, critical and warning\n");
}

TEST_F(MapReaderTest, ShowsAnUnknownKeySanitised) {
  auto map = reader("\"a\\nb\": 1\n" + std::string(300, 'x') + ": 1\n");
  map.text("url", "");
  map.finish();
  EXPECT_EQ(problems(), "f:1:1: unknown key 'a b'; the keys here are url\nf:2:1: unknown key '" + std::string(59, 'x') +
                            "…'; the keys here are url\n");
}

TEST_F(MapReaderTest, ARequiredKeyMustStandThereAndSaySomething) {
  auto map = reader("empty: ''\nnothing:\nlist: [a]\n", "poller ci");
  EXPECT_EQ(map.required_text("type"), "");
  EXPECT_EQ(map.required_text("empty"), "");
  EXPECT_EQ(map.required_text("nothing"), "");
  EXPECT_EQ(map.required_text("list"), "");
  map.finish();
  EXPECT_EQ(problems(),
            "f:1:1: poller ci needs the key 'type'\n"
            "f:1:8: empty must not be empty\n"
            "f:2:1: nothing must be a single value, not nothing; give it a value or remove the key\n"
            "f:3:7: list must be a single value, not a list\n");
  auto top = reader("a: 1");
  top.required_text("project");
  EXPECT_EQ(problems(), "f:1:1: needs the key 'project'\n");
}

TEST_F(MapReaderTest, ReadsMapsWithinMaps) {
  auto top = reader("quiet:\n  from: '22:00'\n  form: x\nlist: [1]\nnothing:\n");
  auto quiet = top.map("quiet");
  ASSERT_TRUE(quiet);
  EXPECT_EQ(quiet->where(), "quiet");
  EXPECT_EQ(quiet->place().to_string(), "f:2:3");
  EXPECT_EQ(quiet->text("from", ""), "22:00");
  quiet->finish();
  auto list = top.map("list");
  ASSERT_TRUE(list);
  EXPECT_EQ(list->text("a", "default"), "default") << "what is no map reads as an empty one";
  list->finish();
  auto nothing = top.map("nothing");
  ASSERT_TRUE(nothing);
  nothing->finish();
  top.finish();
  EXPECT_EQ(problems(),
            "f:3:3: unknown key 'form' in quiet; did you mean 'from'?\n"
            "f:4:7: list must be a map (key: value), not a list\n");
}

TEST_F(MapReaderTest, ReadsMapsUnderNamesOfTheUsers) {
  auto top =
      reader("pollers:\n  ci: {type: a}\n  my_data-2.x: {type: b}\n  'b d': {type: c}\n  ü: {}\n  empty:\n  text: x\n");
  auto const pollers = top.named_maps("pollers");
  std::string names;
  for (auto const& [name, map] : pollers) names += name + "=" + map.where() + " ";
  EXPECT_EQ(names, "ci=pollers.ci my_data-2.x=pollers.my_data-2.x empty=pollers.empty text=pollers.text ");
  EXPECT_EQ(problems(),
            "f:4:3: the name 'b d' must be letters, digits, '-', '_' or '.', at most 64\n"
            "f:5:3: the name 'ü' must be letters, digits, '-', '_' or '.', at most 64\n"
            "f:7:9: pollers.text must be a map (key: value), not text\n");
  EXPECT_TRUE(top.named_maps("channels").empty());
  top.finish();

  auto wrong = reader("pollers: [a]\nchannels:\n" + std::string(65, 'x') + ": {}\n");
  EXPECT_TRUE(wrong.named_maps("pollers").empty());
  EXPECT_TRUE(wrong.named_maps("channels").empty());
  EXPECT_EQ(problems(), "f:1:10: pollers must be a map of names, not a list\n");
  EXPECT_EQ(reader("a: {" + std::string(65, 'x') + ": {}, " + std::string(64, 'y') + ": {}}").named_maps("a").size(),
            1u);
}

TEST_F(MapReaderTest, ARelativePathStartsFromTheFolderOfItsFile) {
  auto const yaml = "a: models\nb: ../x/*.csv\nc: /srv/models\nd: [p.yaml, /q.yaml]\ne: ':memory:'\nf: ''\n";
  found = Problems();
  auto const near = parse_yaml(yaml, "/etc/lapwing/lapwing.yaml", found);
  ASSERT_TRUE(near) << problems();
  MapReader map(*near, "", {found, references});
  EXPECT_EQ(map.path("a", ""), "/etc/lapwing/models");
  EXPECT_EQ(map.required_path("b"), "/etc/lapwing/../x/*.csv");
  EXPECT_EQ(map.path("c", ""), "/srv/models");
  EXPECT_EQ(map.paths("d", {}), (std::vector<std::string>{"/etc/lapwing/p.yaml", "/q.yaml"}));
  EXPECT_EQ(map.path("e", ""), ":memory:");
  EXPECT_EQ(map.path("f", ""), "");
  EXPECT_EQ(map.path("absent", "/var/lib/x"), "/var/lib/x");
  auto here = reader(yaml);
  EXPECT_EQ(here.path("a", ""), "models") << "of a file named without a folder";
}

TEST_F(MapReaderTest, AListOfTextsHoldsTextsAlone) {
  auto map = reader("a: [x, [y], {z: 1}, ~, w]\nb: {c: d}\nc:\n");
  EXPECT_EQ(map.texts("a", {}), (std::vector<std::string>{"x", "w"}));
  EXPECT_EQ(map.texts("b", {"default"}), std::vector<std::string>{});
  EXPECT_EQ(map.texts("c", {"default"}), std::vector<std::string>{});
  EXPECT_EQ(problems(),
            "f:1:8: a is a list of texts; here stands a list\n"
            "f:1:13: a is a list of texts; here stands a map\n"
            "f:1:21: a is a list of texts; here stands nothing\n"
            "f:2:4: b must be a text or a list of texts, not a map\n"
            "f:3:1: c must be a text or a list of texts, not nothing\n");
}

TEST_F(MapReaderTest, CollectsEverythingThatIsWrongInOneReading) {
  auto map = reader("port: 70000\nevery: 5\nlimit: 65\nflag: no\nkind: x\nurl: ${env:NONE}\nusr: y\n", "poller ci");
  map.whole("port", 1, 1, 65535);
  map.duration("every", 1s);
  map.quantity("limit", Unit::ratio);
  map.flag("flag", true);
  map.choice("kind", {"csv"}, 0);
  map.required_text("url");
  map.required_text("type");
  map.problem("port", "port 70000 is taken");
  map.finish();
  EXPECT_EQ(found.size(), 9u) << problems();
}

TEST_F(MapReaderTest, ResolvesReferencesAndNamesTheLineOfOneThatFails) {
  auto map = reader(
      "url: https://x.test/${env:TOKEN}\nbad: a${env:NONE}\nlist: [x, '${env:TOKEN}', '${evn:TOKEN}']\nliteral: "
      "$${x}\n");
  EXPECT_EQ(map.text("url", ""), "https://x.test/ghp_0123456789");
  EXPECT_EQ(map.text("bad", "default"), "");
  EXPECT_EQ(map.texts("list", {}), (std::vector<std::string>{"x", "ghp_0123456789", ""}));
  EXPECT_EQ(map.text("literal", ""), "${x}");
  EXPECT_EQ(problems(),
            "f:2:6: ${env:NONE}: the environment variable NONE is not set\n"
            "f:3:27: 'evn' is no kind of reference; there are ${env:NAME}, ${file:/path} and ${credential:NAME}; did "
            "you mean 'env'?\n");
}

TEST_F(MapReaderTest, NeverShowsASecret) {
  auto map = reader(
      "url: '${env:TOKEN}'\ntext: a ${env:TOKEN} b\npin: ${env:PIN}\nlist: [a, '${env:TOKEN}']\nplain: "
      "hook-from-the-file\n"
      "flag: ${env:TOKEN}\nkind: ${env:TOKEN}\nevery: ${env:TOKEN}\nlimit: ${env:TOKEN}\nport: ${env:PIN}\nurl2: "
      "${env:TOKEN}\n",
      "channel team");
  EXPECT_EQ(map.required_secret("url").reveal(), "ghp_0123456789");
  EXPECT_EQ(map.text("text", ""), "a ghp_0123456789 b");
  EXPECT_EQ(map.text("pin", ""), "1234");
  EXPECT_EQ(map.shown_text("text", ""), "a *** b");
  EXPECT_EQ(map.shown_text("pin", ""), "***") << "the short ones too, which no redactor searches for";
  EXPECT_EQ(map.shown_text("missing", "the default"), "the default");
  map.texts("list", {});
  EXPECT_EQ(map.required_secret("plain").reveal(), "hook-from-the-file");
  map.flag("flag", false);
  map.choice("kind", {"csv"}, 0);
  map.duration("every", 1s);
  map.quantity("limit", Unit::ratio);
  map.whole("port", 1, 0, 9999);
  map.required_secret("missing");
  map.finish();
  std::string everything = problems();
  for (auto const& line : effective) everything += line + "\n";
  for (auto const* const secret : {"ghp_", "1234", "hook-from-the-file"}) {
    EXPECT_EQ(everything.find(secret), std::string::npos) << everything;
  }
  for (auto const* const line : {"channel team.url: ***", "channel team.text: ***", "channel team.pin: ***",
                                 "channel team.list: ***", "channel team.plain: ***"}) {
    EXPECT_NE(std::ranges::find(effective, line), effective.end()) << line;
  }
  EXPECT_EQ(redactor.redact("ghp_0123456789 hook-from-the-file"), "*** ***") << "logs can not show them either";
}

TEST_F(MapReaderTest, ShowsWhatIsInEffectWithTheDefaultsFilledIn) {
  auto map =
      reader("every: 36h\nwindow: 14d12h\nlimit: 65.25%\nname: ci\nlist: [a, b]\nliteral: $${x}\n", "pollers.ci");
  map.duration("every", 1s);
  map.duration("window", 1s);
  map.duration("grace", 90min);
  map.quantity("limit", Unit::ratio);
  map.quantity("absent", Unit::ratio);
  map.text("name", "");
  map.text("branch", "main");
  map.texts("list", {});
  map.whole("port", 80, 1, 100);
  map.flag("enabled", true);
  map.choice("kind", {"csv", "jsonl"}, 1);
  map.text("literal", "");
  EXPECT_EQ(effective,
            (std::vector<std::string>{"pollers.ci.every: 36h", "pollers.ci.window: 14d12h", "pollers.ci.grace: 1h 30m",
                                      "pollers.ci.limit: 65.25%", "pollers.ci.name: ci", "pollers.ci.branch: main",
                                      "pollers.ci.list: [a, b]", "pollers.ci.port: 80", "pollers.ci.enabled: true",
                                      "pollers.ci.kind: jsonl", "pollers.ci.literal: ${x}"}));
  auto top = reader("a: 1");
  top.text("a", "");
  EXPECT_EQ(effective, (std::vector<std::string>{"a: 1"}));
}

TEST_F(MapReaderTest, OfNothingIsAnEmptyMapAndOfAnythingElseAProblem) {
  Value nothing;
  MapReader empty(nothing, "alert x", {found, references});
  EXPECT_FALSE(empty.has("a"));
  EXPECT_EQ(empty.text("a", "default"), "default");
  empty.finish();
  EXPECT_EQ(problems(), "");
  Value text;
  text.kind = Value::Kind::scalar;
  MapReader wrong(text, "", {found, references});
  EXPECT_EQ(wrong.text("a", "default"), "default");
  EXPECT_EQ(problems(), "?: this must be a map (key: value), not text\n");
}

}  // namespace
}  // namespace lapwing::config
