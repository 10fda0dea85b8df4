// SPDX-License-Identifier: Apache-2.0
#include "core/labels.hpp"

#include "core/text.hpp"

#include <gtest/gtest.h>

namespace lapwing {
namespace {

TEST(Labels, AreSortedByNameWhateverTheOrderTheyCameIn) {
  Labels const one{{"workflow", "CI"}, {"branch", "main"}, {"event", "push"}};
  Labels const other{{"event", "push"}, {"workflow", "CI"}, {"branch", "main"}};
  EXPECT_EQ(one, other);
  EXPECT_EQ(one.to_string(), R"({branch="main", event="push", workflow="CI"})");
}

TEST(Labels, SettingTheEmptyValueRemoves) {
  Labels labels{{"a", "1"}, {"b", ""}};
  EXPECT_EQ(labels.pairs().size(), 1u);
  labels.set("a", "2");
  EXPECT_EQ(labels.get("a"), "2");
  labels.set("a", "");
  EXPECT_TRUE(labels.empty());
  labels.set("a", "");
  EXPECT_TRUE(labels.empty());
  EXPECT_EQ(labels.get("a"), "");
  EXPECT_EQ(labels.to_string(), "");
}

TEST(Labels, SanitiseAndCutTheirValues) {
  Labels const labels{{"branch", "a\nb\x1b[31m\xFF"}, {"long", std::string(1000, 'x')}};
  EXPECT_EQ(labels.get("branch"), "a b [31m\xEF\xBF\xBD");
  EXPECT_EQ(count_characters(labels.get("long")), 200u);
  EXPECT_TRUE(labels.get("long").ends_with("…"));
}

TEST(Labels, AreOrderedAndToldApart) {
  EXPECT_LT(Labels{}, (Labels{{"a", "1"}}));
  EXPECT_LT((Labels{{"a", "1"}}), (Labels{{"a", "2"}}));
  EXPECT_LT((Labels{{"a", "1"}}), (Labels{{"a", "1"}, {"b", "1"}}));
  EXPECT_NE((Labels{{"a", "b"}}), (Labels{{"b", "a"}}));
}

TEST(Labels, AreReadBackFromTheirText) {
  for (auto const& labels : {
           Labels{},
           Labels{{"model", "bitcoin"}},
           Labels{{"model", "bitcoin"}, {"column", "price"}},
           Labels{{"a", R"(quo"te)"}, {"b", R"(back\slash)"}, {"c", R"(\")"}, {"d", R"(\)"}},
           Labels{{"a", R"(b="c", d="e")"}, {"f", "{}, ="}},
           Labels{{"workflow", "Scheduled Training 🐦"}, {"x", std::string(500, 'y')}},
           Labels{{"a", " "}},
       }) {
    EXPECT_EQ(Labels::from_string(labels.to_string()), labels) << labels.to_string();
  }
}

TEST(Labels, GiveWhatCanBeReadOfADamagedText) {
  struct {
    std::string_view text;
    Labels labels;
  } const rows[] = {
      {"", {}},
      {"{", {}},
      {"{}", {}},
      {"nonsense", {}},
      {"{a", {}},
      {"{a=", {}},
      {"{a=b}", {}},
      {R"({a=")", {}},
      {R"({a="b)", {{"a", "b"}}},
      {R"({a="b\)", {{"a", R"(b\)"}}},
      {R"({a="b" c="d"})", {{"a", "b"}, {"c", "d"}}},
      {R"({a="b", c=})", {{"a", "b"}}},
      {R"(a="b")", {{"a", "b"}}},
      {R"({a="1", a="2"})", {{"a", "2"}}},
  };
  for (auto const& [text, labels] : rows) EXPECT_EQ(Labels::from_string(text), labels) << text;
}

}  // namespace
}  // namespace lapwing
