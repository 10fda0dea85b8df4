// SPDX-License-Identifier: Apache-2.0
#include "config/value.hpp"

#include "support/folder.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace lapwing::config {
namespace {

/// The tree on one line: ~ for nothing, plain text bare, quoted text in quotes, every node with @line:column if wanted.
std::string show(Value const& value, bool places) {
  std::string const at =
      places ? "@" + std::to_string(value.place.line) + ":" + std::to_string(value.place.column) : "";
  std::string out;
  switch (value.kind) {
    case Value::Kind::null:
      return "~" + at;
    case Value::Kind::scalar:
      return (value.quoted ? "'" + value.text + "'" : value.text) + at;
    case Value::Kind::sequence:
      for (auto const& item : value.items) out += (out.empty() ? "" : ", ") + show(item, places);
      return "[" + out + "]" + at;
    case Value::Kind::map:
      for (auto const& entry : value.entries) {
        out += (out.empty() ? "" : ", ") + entry.key;
        if (places) out += "@" + std::to_string(entry.place.line) + ":" + std::to_string(entry.place.column);
        out += ": " + show(entry.value, places);
      }
      return "{" + out + "}" + at;
  }
  return out;
}

/// The tree, or every problem.
std::string read(std::string_view bytes, bool places = false) {
  Problems problems;
  auto const root = parse_yaml(bytes, "f", problems);
  if (!problems.empty()) {
    EXPECT_FALSE(root) << "a tree with problems";
    return problems.to_string();
  }
  return root ? show(*root, places) : "nothing at all";
}

struct Row {
  std::string_view bytes;
  std::string_view tree;
};

struct Refusal {
  std::string_view bytes;
  std::string_view place;  ///< f:line:column
  std::string_view says;
};

void expect_refused(std::initializer_list<Refusal> rows) {
  for (auto const& [bytes, place, says] : rows) {
    Problems problems;
    EXPECT_FALSE(parse_yaml(bytes, "f", problems)) << bytes;
    ASSERT_EQ(problems.size(), 1u) << bytes << '\n' << problems.to_string();
    EXPECT_EQ(problems.list()[0].place.to_string(), place) << bytes << '\n' << problems.to_string();
    EXPECT_NE(problems.list()[0].what.find(says), std::string::npos) << bytes << '\n' << problems.to_string();
  }
}

// YAML 1.1 would make booleans, octal and sexagesimal numbers and dates of these.
TEST(ParseYaml, LeavesEveryScalarTheTextThatStandsThere) {
  for (auto const* const text :
       {"no",        "on",  "off", "yes",  "y",    "True", "010",        "0o17", "0x1F", "1_000", "22:30",  "1:30:00",
        "190:20:30", "1e3", ".5",  ".nan", ".inf", "+5",   "2026-03-01", "65%",  "10pp", "5m",    "3 runs", "a#b"}) {
    EXPECT_EQ(read("key: " + std::string(text)), "{key: " + std::string(text) + "}");
    EXPECT_EQ(read("key: '" + std::string(text) + "'"), "{key: '" + std::string(text) + "'}");
    EXPECT_EQ(read("[" + std::string(text) + "]: x").substr(0, 2), "f:") << "a list is no key";
    EXPECT_EQ(read(std::string(text) + ": x"), "{" + std::string(text) + ": x}") << "keys are text too";
  }
}

TEST(ParseYaml, TellsNothingFromTheEmptyText) {
  for (Row const& row : std::initializer_list<Row>{
           {"a: ~", "{a: ~}"},
           {"a: null", "{a: ~}"},
           {"a: Null", "{a: ~}"},
           {"a: NULL", "{a: ~}"},
           {"a:", "{a: ~}"},
           {"a: # only a comment", "{a: ~}"},
           {"a: ''", "{a: ''}"},
           {"a: \"\"", "{a: ''}"},
           {"a: 'null'", "{a: 'null'}"},
           {"a: '~'", "{a: '~'}"},
           {"a: nulL", "{a: nulL}"},
           {"a: {}", "{a: {}}"},
           {"a: []", "{a: []}"},
           {"a: [x, ~, '']", "{a: [x, ~, '']}"},
       }) {
    EXPECT_EQ(read(row.bytes), row.tree) << row.bytes;
  }
}

TEST(ParseYaml, ReadsTheFormsOfYaml) {
  for (Row const& row : std::initializer_list<Row>{
           {"a: {b: [1, 2], c: {d: e}}", "{a: {b: [1, 2], c: {d: e}}}"},
           {"a:\n- 1\n- 2\n", "{a: [1, 2]}"},
           {"a:\n  - b: 1\n    c: 2\n", "{a: [{b: 1, c: 2}]}"},
           {"a: 'it''s'", "{a: 'it's'}"},
           {R"(a: "q\"q \u00e9 \x41")", "{a: 'q\"q é A'}"},
           {"a: |\n  x\n  y\n", "{a: 'x\ny\n'}"},
           {"a: >-\n  x\n  y\n", "{a: 'x y'}"},
           {"a: one\n  two\n", "{a: one two}"},
           {"'a b': 1\n\"c\": 2", "{a b: 1, c: 2}"},
           {"? a\n: b", "{a: b}"},
           {"---\na: 1\n...\n", "{a: 1}"},
           {"%YAML 1.2\n---\na: 1", "{a: 1}"},
           {"# first\na: 1 # last\n# end", "{a: 1}"},
           {"a: 1\r\nb: 'x'\r\n", "{a: 1, b: 'x'}"},
           {"\xEF\xBB\xBF"
            "a: 1",
            "{a: 1}"},
           {"a:\tb\t# tabs between are fine", "{a: b}"},
           {"a: !!str 65", "{a: '65'}"},
           {"a: !!str", "{a: ''}"},
           {"a: !!map {b: 1}\nc: !!seq [1]", "{a: {b: 1}, c: [1]}"},
           {"größe: 日本 🐦", "{größe: 日本 🐦}"},
           {"a: &x 1\nb: *x\nc: &y {d: 2}\ne: [*y, *y]", "{a: 1, b: 1, c: {d: 2}, e: [{d: 2}, {d: 2}]}"},
           {"a: &x 1\nb: &x 2\nc: *x", "{a: 1, b: 2, c: 2}"},
           {"a: &x\nb: *x", "{a: ~, b: ~}"},
           {"{a: 1, b, c: }", "{a: 1, b: ~, c: ~}"},
           {"A: 1\na: 2", "{A: 1, a: 2}"},
       }) {
    EXPECT_EQ(read(row.bytes), row.tree) << row.bytes;
  }
}

TEST(ParseYaml, GivesEveryNodeItsPlaceInCharacters) {
  for (Row const& row : std::initializer_list<Row>{
           {"a: 1\nbb:\n  - x\n  - {c: d}\n", "{a@1:1: 1@1:4, bb@2:1: [x@3:5, {c@4:6: d@4:9}@4:5]@3:3}@1:1"},
           {"\xEF\xBB\xBF"
            "a: 1",
            "{a@1:1: 1@1:4}@1:1"},
           {"a: 1\r\nb: 2\r\n", "{a@1:1: 1@1:4, b@2:1: 2@2:4}@1:1"},
           {"größe: {日本: 🐦, x: y}", "{größe@1:1: {日本@1:9: 🐦@1:13, x@1:16: y@1:19}@1:8}@1:1"},
           {"a: &x {b: 1}\nc: *x", "{a@1:1: {b@1:8: 1@1:11}@1:4, c@2:1: {b@1:8: 1@1:11}@2:4}@1:1"},
           // What is not there stands at its key, or at its dash.
           {"a:\n\n# more\nb: 1", "{a@1:1: ~@1:1, b@4:1: 1@4:4}@1:1"},
           {"a:\n  - \n  - x\n  # c\n  -\nb: 1", "{a@1:1: [~@2:3, x@3:5, ~@5:3]@2:3, b@6:1: 1@6:4}@1:1"},
           {"a:\n- - \n  - ~\n", "{a@1:1: [[~@2:3, ~@3:5]@2:3]@2:1}@1:1"},
           {"a: |\n  x\nb: \"y\"", "{a@1:1: 'x\n'@1:4, b@3:1: 'y'@3:4}@1:1"},
       }) {
    EXPECT_EQ(read(row.bytes, true), row.tree) << row.bytes;
  }
}

TEST(ParseYaml, PointsAtTheCulprit) {
  expect_refused({
      {"", "f", "the file is empty"},
      {" \n\n", "f", "the file is empty"},
      {"# nothing here\n", "f", "the file is empty"},
      {"---\n", "f", "the file is empty"},
      {"~", "f", "the file is empty"},
      {"just text", "f:1:1", "expected a map (key: value) here, not text"},
      {"\n- a\n- b\n", "f:2:1", "expected a map (key: value) here, not a list"},
      // Duplicate keys.
      {"a: 1\nb: 2\na: 3\n", "f:3:1", "the key 'a' stands here twice"},
      {"a: {b: 1, 'b': 2}", "f:1:11", "the key 'b' stands here twice"},
      {"ä: {ö: 1, ü: 2, ö: 3}", "f:1:17", "the key 'ö' stands here twice"},
      // More than one document.
      {"a: 1\n---\nb: 2\n", "f:3:1", "a second document"},
      {"a: 1\n...\nb: 2\n", "f:3:1", "a second document"},
      {"a: 1\n---\n", "f:3:1", "a second document"},
      {"- 1\nb: 2\n", "f:2:1", "a second document"},
      // Quotes.
      {"a: 'x\nb: 1\n", "f:1:4", "this quote is not closed"},
      {"a: \"x\nb: 1\n", "f:1:4", "this quote is not closed"},
      {"a: 1\nbü: &y 'it''s", "f:2:8", "this quote is not closed"},
      {"a: !!str \"x\\\"", "f:1:10", "this quote is not closed"},
      {"'a: 1", "f:1:1", "this quote is not closed"},
      {"a: ['x, y]", "f:1:5", "this quote is not closed"},
      {"a: 'x' y\n", "f:1:8", "a quote is wrong here"},
      // Keys.
      {"<<: {a: 1}\nb: 2", "f:1:1", "merge keys (<<) are not supported"},
      {"a: &x {b: 1}\nc:\n  <<: *x\n  d: 1", "f:3:3", "merge keys (<<) are not supported"},
      {"? [a, b]\n: c\n", "f:1:3", "a key must be text, not a list"},
      {"{a: 1}: c\n", "f:1:1", "a key must be text, not a map"},
      {"a: 1\n: c\n", "f:2:1", "a key must be text, not nothing"},
      {"~: x\n", "f:1:1", "a key must be text, not nothing"},
      {"'': x\n", "f:1:1", "a key must not be empty"},
      {"a: 1\nalerts\n", "f:2:1", "a ':' is missing after 'alerts'"},
      // Anchors and aliases.
      {"a: *x\n", "f:1:4", "in quotes"},
      {"a: *.csv\n", "f:1:4", "in quotes"},
      {"a: * x\n", "f:1:5", "in quotes"},
      {"a: &x [1, *x]\n", "f:1:11", "an alias inside its own anchor"},
      // What can not begin a value.
      {"a: @here\n", "f:1:4", "in quotes"},
      {"a: `x`\n", "f:1:4", "in quotes"},
      {"a: %x\n", "f:1:4", "in quotes"},
      // Tags.
      {"a: !secret x\n", "f:1:4", "the tag '!secret' is not known here"},
      {"a: !secret\n", "f:1:4", "the tag '!secret' is not known here"},
      {"a: !x [1]\n", "f:1:4", "the tag '!x' is not known here"},
      {"a: !x {b: 1}\n", "f:1:4", "the tag '!x' is not known here"},
      {"a: !!int 5\n", "f:1:4", "the tag '!!int' is not known here"},
      {"a: !!binary aGk=\n", "f:1:4", "the tag '!!binary' is not known here"},
      {"a: !!python/object:os.system x\n", "f:1:4", "the tag '!!python/object:os.system' is not known here"},
      {"a: !!map x\n", "f:1:4", "the tag '!!map' is not known here"},
      // Indentation, colons, brackets, escapes.
      {"a:\n\tb: 1\n", "f:2:1", "a tab in the indentation"},
      {"a: 1\n\tb: 2\n", "f:2:1", "a tab in the indentation"},
      {"a:\n  b: 1\n  \tc: 2\n", "f:3:3", "a tab in the indentation"},
      {"a: b: c", "f:1:5", "a colon"},
      {"a: 1\n b: 2\n", "f:2:3", "the indentation"},
      {"a:\n  b: 1\n c: 2\n", "f:3:2", "the indentation"},
      {"a: 1\n- b\n", "f:2:1", "the indentation"},
      {"a: - b", "f:1:4", "the indentation"},
      {"a: [1, 2\n", "f:1:4", "this bracket is not closed"},
      {"a: {b: [1, {c: 2}\n\n", "f:1:8", "this bracket is not closed"},
      {"a: [1, 2\nb: 3\n", "f:2:2", "the bracket of line 1"},
      {"a: ['x' 'y']\n", "f:1:9", "a comma is missing here"},
      {"a: \"\\q\"\n", "f:1:7", "escape"},
      {"a: \"\\uD800\"\n", "f:1:11", "unicode"},
      {"a: \"\\🐦\"\n", "f:1:7", "unknown escape character: \uFFFD"},
      // Bytes.
      {std::string_view("a: \0\n", 5), "f:1:4", "a control character"},
      {"a: ü\x01\n", "f:1:5", "a control character"},
      {"a: 1\nb: \x1b[31m", "f:2:4", "a control character"},
      {"a: 1\r b: 2", "f:1:5", "a control character"},
      {"a: 1 # \u202E\n", "f:1:8", "a control character"},
      {"a: \xEF\x41\n", "f:1:4", "not UTF-8"},
      {"ü: 1\n日: caf\xE9\n", "f:2:7", "not UTF-8"},
      {"a: \xED\xA0\x80\n", "f:1:4", "not UTF-8"},
      {"\xFF\xFE"
       "a",
       "f:1:1", "not UTF-8"},  // UTF-16
      {"a: \"\\0\"\n", "f:1:4", "holds a control character"},
      {"a: 1\nb: \"x\\e[31m\"\n", "f:2:4", "holds a control character"},
      {"a: \"\\u202E\"\n", "f:1:4", "holds a control character"},
  });
}

TEST(ParseYaml, ShowsAllItCanAtOnce) {
  EXPECT_EQ(read("a: 1\na: 2\nb: !x 3\nc:\n  d: 1\n  d: 2\n  <<: {}\n"),
            "f:2:1: the key 'a' stands here twice; keep one\n"
            "f:3:4: the tag '!x' is not known here; remove it\n"
            "f:6:3: the key 'd' stands here twice; keep one\n"
            "f:7:3: merge keys (<<) are not supported; repeat the keys or use an alias for the whole map\n");
}

TEST(ParseYaml, AddsToTheProblemsOfOtherFiles) {
  Problems problems;
  problems.add({}, "of another file");
  EXPECT_TRUE(parse_yaml("a: 1", "f", problems)) << "this one is sound";
  EXPECT_FALSE(parse_yaml("a: 1\na: 1", "f", problems));
  EXPECT_EQ(problems.size(), 2u);
}

std::string repeated(std::string_view what, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += what;
  return out;
}

std::string alias_bomb() {
  std::string out = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    auto const before = "*a" + std::to_string(i - 1);
    out += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + repeated(before + ", ", 9) + before + "]\n";
  }
  return out;
}

std::string alias_chain() {
  std::string out = "a0: &a0 x\n";
  for (int i = 1; i < 1000; ++i)
    out += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [[*a" + std::to_string(i - 1) + "]]\n";
  return out;
}

TEST(ParseYaml, RefusesWhatIsTooMuch) {
  struct {
    char const* name;
    std::string bytes;
    std::string_view says;
  } const rows[] = {
      {"brackets", "a: " + repeated("[", 10'000), "nested deeper than 64"},
      {"closed brackets", "a: " + repeated("[", 10'000) + repeated("]", 10'000), "nested deeper than 64"},
      {"braces", repeated("{a: ", 10'000), "nested deeper than 64"},
      {"dashes", repeated("- ", 10'000), "nested deeper than 64"},
      {"question marks", repeated("? ", 10'000), "nested deeper than 64"},
      {"65 levels", repeated("{a: ", 65) + repeated("}", 65), "nested deeper than 64"},
      {"an alias bomb", alias_bomb(), "more than 100,000 values"},
      {"a chain of aliases", alias_chain(), "nested deeper than 64"},
      {"anchors around a long list", "a: " + repeated("&x [", 60) + repeated("1,", 20'000) + repeated("]", 60),
       "more than 100,000 values"},
      {"a long list", "a: [" + repeated("1,", 200'000) + "]", "more than 100,000 values"},
      {"a long list of empty items", "a:\n" + repeated("-\n", 200'000), "more than 100,000 values"},
      {"a megabyte and a byte", "a: " + std::string((1 << 20) - 2, 'x'), "larger than 1 MiB"},
      {"50 MB", std::string(50'000'000, 'x'), "larger than 1 MiB"},
      {"50 MB of brackets", std::string(50'000'000, '['), "larger than 1 MiB"},
  };
  for (auto const& row : rows) {
    auto const start = std::chrono::steady_clock::now();
    Problems problems;
    EXPECT_FALSE(parse_yaml(row.bytes, "f", problems)) << row.name;
    EXPECT_EQ(problems.size(), 1u) << row.name << '\n' << problems.to_string();
    EXPECT_NE(problems.to_string().find(row.says), std::string::npos) << row.name << '\n' << problems.to_string();
    // Generous, for a busy machine under sanitizers: what is quadratic takes minutes.
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20)) << row.name;
  }
}

TEST(ParseYaml, TakesWhatIsLargeAndSound) {
  EXPECT_EQ(read(repeated("{a: ", 64) + "x" + repeated("}", 64)).substr(0, 4), "{a: ");
  EXPECT_EQ(read("a: " + std::string((1 << 20) - 3, 'x')).size(), (1u << 20) + 2);
  EXPECT_EQ(read("ü: [" + repeated("é,", 90'000) + "]").substr(0, 8), "{ü: [é");
  EXPECT_EQ(read("a: &x [" + repeated("1,", 1000) + "]\nb: [" + repeated("*x,", 90) + "]").substr(0, 5), "{a: [");
}

TEST(LoadYaml, ReadsAFileOrSaysWhyNot) {
  test::Folder const folder;
  Problems problems;
  auto const root = load_yaml(folder.write("good.yaml", "a: 1\n"), problems);
  ASSERT_TRUE(root) << problems.to_string();
  EXPECT_EQ(root->entries.at(0).place.to_string(), folder.path("good.yaml") + ":1:1");

  EXPECT_FALSE(load_yaml(folder.path("none.yaml"), problems));
  EXPECT_FALSE(load_yaml(folder.path(), problems));
  EXPECT_FALSE(load_yaml(folder.write("empty.yaml", ""), problems));
  EXPECT_FALSE(load_yaml(folder.write("large.yaml", std::string(2'000'000, '#')), problems));
  ASSERT_EQ(problems.size(), 4u);
  EXPECT_EQ(problems.list()[0].to_string(),
            folder.path("none.yaml") + ": the file can not be read; does it exist, and may this user read it?");
  EXPECT_NE(problems.list()[1].what.find("can not be read"), std::string::npos);
  EXPECT_EQ(problems.list()[2].to_string(), folder.path("empty.yaml") + ": the file is empty");
  EXPECT_NE(problems.list()[3].what.find("larger than 1 MiB"), std::string::npos);
}

TEST(Describe, NamesEveryKind) {
  EXPECT_EQ(describe(Value::Kind::null), "nothing");
  EXPECT_EQ(describe(Value::Kind::scalar), "text");
  EXPECT_EQ(describe(Value::Kind::sequence), "a list");
  EXPECT_EQ(describe(Value::Kind::map), "a map");
}

}  // namespace
}  // namespace lapwing::config
