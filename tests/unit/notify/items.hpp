// SPDX-License-Identifier: Apache-2.0
// Items and notifications for the tests of the channels.
#pragma once

#include "notify/notifier.hpp"

#include <algorithm>
#include <cstdio>
#include <string>
#include <tuple>
#include <vector>

namespace lapwing::notify::test {

inline TimePoint at(std::string_view text) { return *parse_timestamp(text); }

inline constexpr std::string_view kNow = "2026-11-23T18:34:00Z";

/// The accuracy of a model below its critical threshold since two hours, with all that an item can say.
inline Item an_accuracy_item() {
  Item item;
  item.incident = 42;
  item.level = Level::critical;
  item.alert = "model-accuracy";
  item.labels = {{"model", "bitcoin"}};
  item.summary = Untrusted("The accuracy of the model bitcoin fell to 58.3%");
  item.value = "58.3%";
  item.threshold = "below 60%";
  item.sparkline = "▇▆▆▃▁";
  item.since = at("2026-11-23T16:30:00Z");
  item.changed = item.since;
  item.note = Untrusted("30 test samples; version v20261123T161200Z (before: v20261122T021200Z, 71.0%)");
  item.action = Untrusted("Review the model; consider retraining");
  item.runbook = "https://wiki.example/runbooks/accuracy";
  return item;
}

inline Item a_data_age_item() {
  Item item;
  item.incident = 43;
  item.what = What::worsened;
  item.level = Level::warning;
  item.before = Level::info;
  item.alert = "data-freshness";
  item.labels = {{"dataset", "bitcoin_timeseries.csv"}};
  item.summary = Untrusted("The newest row of bitcoin_timeseries.csv is 26h old");
  item.value = "26h";
  item.threshold = "above 24h";
  item.since = at("2026-11-23T12:00:00Z");
  item.changed = at("2026-11-23T18:30:00Z");
  return item;
}

/// A workflow that fails, with links to the evidence.
inline Item a_pipeline_item() {
  Item item;
  item.incident = 44;
  item.level = Level::critical;
  item.alert = "pipeline-failing";
  item.labels = {{"workflow", "CI"}};
  item.summary = Untrusted("The workflow CI fails, 3 times in a row");
  item.value = "3";
  item.threshold = "above 1";
  item.since = at("2026-11-23T12:00:00Z");
  item.changed = item.since;
  item.note = Untrusted("Job test failed at step Run pytest");
  item.links = {{"Failing step", "https://github.com/acme/model/actions/runs/7/job/9#step:4:1"},
                {"First bad commit", "https://github.com/acme/model/commit/abc&x=(1)"}};
  return item;
}

inline Item a_recovered_item() {
  Item item;
  item.incident = 40;
  item.what = What::recovered;
  item.before = Level::critical;
  item.alert = "pipeline-failing";
  item.labels = {{"repository", "owner/name"}, {"workflow", "CI Pipeline"}};
  item.summary = Untrusted("CI Pipeline succeeds again");
  item.value = "0 runs";
  item.threshold = "above 1 run";
  item.since = at("2026-11-23T15:10:00Z");
  item.changed = at("2026-11-23T18:30:00Z");
  item.action = Untrusted("Look at the failing step");
  item.runbook = "https://wiki.example/runbooks/ci";
  return item;
}

/// Worst first.
inline Notification notification(std::vector<Item> items) {
  std::ranges::stable_sort(items, {}, [](Item const& item) { return std::tuple(is_over(item), -int(item.level)); });
  return {"bitcoin-ml-pipeline", Zone::utc(), at(kNow), std::move(items)};
}

/// That many incidents, each with a name of its own: alert-0001 …
inline Notification many(std::size_t count) {
  std::vector<Item> items;
  for (std::size_t i = 1; i <= count; ++i) {
    auto item = an_accuracy_item();
    char name[16];
    std::snprintf(name, sizeof name, "alert-%04zu", i);
    item.alert = name;
    item.incident = std::int64_t(i);
    item.runbook = "";
    items.push_back(std::move(item));
  }
  return notification(std::move(items));
}

/// Every text of the item replaced by this one.
inline Item all_texts(std::string const& text) {
  auto item = an_accuracy_item();
  item.alert = text;
  item.labels = {{"model", text}};
  item.summary = Untrusted(text);
  item.value = text;
  item.threshold = text;
  item.sparkline = text;
  item.note = Untrusted(text);
  item.action = Untrusted(text);
  item.runbook = text;
  return item;
}

/// Texts of every awkward length and kind: what people, programs and attackers write.
inline std::vector<std::string> awkward_texts() {
  auto const times = [](std::string_view piece, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += piece;
    return out;
  };
  std::vector<std::string> texts{"", " ", "\n\n", "\u200B"};
  for (std::size_t const size :
       {1, 149, 150, 151, 255, 256, 257, 499, 500, 501, 1999, 2000, 2001, 4095, 4096, 4097, 10'000}) {
    texts.push_back(times("😀", size));
    texts.push_back(times("a", size));
    texts.push_back(times("&", size));
    texts.push_back(times("*", size));
    texts.push_back(times("\\", size));
    texts.push_back(times("\"", size));
  }
  texts.push_back(times("e\u0301", 2000));         // combining
  texts.push_back(times("👩\u200D👩\u200D👧", 900));  // joined
  texts.push_back(times("مرحبا ", 500));           // right to left
  for (std::string_view const hostile : {"@everyone @here <@1> <@&1> <#1> <@!1>",
                                         "<!channel> <!here> <!everyone> <!subteam^S1> <@U1> <#C1>",
                                         "&amp; &lt;!channel&gt; &",
                                         "``` code ``` `x` ~~s~~ ||s|| **b** __u__ _i_ *i*",
                                         "](http://evil.example) [x](https://evil.example) <https://evil.example|x>",
                                         "https://evil.example/x discord.gg/x",
                                         "# heading",
                                         "-# small",
                                         "- list",
                                         "> quote",
                                         ">>> quote",
                                         "1. list",
                                         "  # heading",
                                         "\x1b[31mred\x1b[0m\x07",
                                         "<t:0:R> <:x:1> <a:x:1>",
                                         "\xff\xfe\xc0\x80 \xed\xa0\x80",
                                         "line\nbreak\r\nand\ttab",
                                         "\u202Eevil\u2066",
                                         "**Evidence:** x [Runbook](https://evil.example)",
                                         "\\",
                                         "\\\\`",
                                         "`lapwing alerts`",
                                         "*bold* _it_ ~st~ :fire:"}) {
    texts.emplace_back(hostile);
    texts.push_back(times(hostile, 200));
  }
  texts.push_back(std::string("nul\0byte", 8));
  return texts;
}

/// All the things that can have happened, with the item otherwise the same.
inline std::vector<What> every_what() {
  return {What::opened, What::worsened, What::eased, What::ended, What::recovered, What::test};
}

/// How many of `many(count)` a text names and how many it counts: together they must be all.
struct Told {
  std::size_t named = 0;
  std::size_t counted = 0;
};

inline Told told(std::string const& text, std::size_t count) {
  Told out;
  for (auto const& item : many(count).items) {
    if (text.find(item.alert) != text.npos) ++out.named;
  }
  if (auto const at = text.find(" more follow"); at != text.npos) {
    auto const start = text.find_last_not_of("0123456789", at - 1) + 1;
    out.counted = std::stoul(text.substr(start, at - start));
  }
  return out;
}

}  // namespace lapwing::notify::test
