// SPDX-License-Identifier: Apache-2.0
#include "notify/console.hpp"

#include "core/text.hpp"
#include "unit/notify/items.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace lapwing::notify {
namespace {

using test::notification;

std::string text_of(Notification const& what, Form form = Form::full, bool colour = false) {
  return std::get<ConsoleText>(Console(colour).render(what, form).payload).text;
}

TEST(Console, AnIncidentIsABlockThatAPersonCanRead) {
  EXPECT_EQ(text_of(notification({test::an_accuracy_item()})),
            "🔴 CRITICAL · model-accuracy · bitcoin\n"
            "   The accuracy of the model bitcoin fell to 58.3%\n"
            "   58.3% ▇▆▆▃▁ · critical when below 60%\n"
            "   Since 2026-11-23 16:30 +00:00 (2h 4m ago)\n"
            "   Evidence: 30 test samples; version v20261123T161200Z (before: v20261122T021200Z, 71.0%)\n"
            "   What to do: Review the model; consider retraining\n"
            "   Runbook: https://wiki.example/runbooks/accuracy\n"
            "   bitcoin-ml-pipeline · incident #42\n");
}

TEST(Console, ARecoveryTellsHowLongItLastedAndAsksForNothing) {
  EXPECT_EQ(text_of(notification({test::a_recovered_item()})),
            "🟢 RECOVERED · pipeline-failing · repository=owner/name, workflow=CI Pipeline\n"
            "   CI Pipeline succeeds again\n"
            "   0 runs\n"
            "   Was critical; lasted 3h 20m, from 2026-11-23 15:10 +00:00 to 2026-11-23 18:30 +00:00\n"
            "   bitcoin-ml-pipeline · incident #40\n");
}

TEST(Console, LinksToTheEvidenceStandOnALineEach) {
  EXPECT_NE(text_of(notification({test::a_pipeline_item()}))
                .find("   Failing step: https://github.com/acme/model/actions/runs/7/job/9#step:4:1\n"
                      "   First bad commit: https://github.com/acme/model/commit/abc&x=(1)\n"),
            std::string::npos);
}

TEST(Console, TimesAreInTheProjectsZone) {
  auto what = notification({test::an_accuracy_item()});
  what.zone = *Zone::find("Europe/Berlin");
  EXPECT_NE(text_of(what).find("Since 2026-11-23 17:30 +01:00"), std::string::npos);
}

TEST(Console, ColourIsOnlyInTheTitleAndOnlyWhereItIsWanted) {
  auto const what = notification({test::an_accuracy_item()});
  EXPECT_EQ(text_of(what, Form::full, true).find("\x1b[31m🔴 CRITICAL · model-accuracy · bitcoin\x1b[0m\n"), 0u);
  EXPECT_EQ(text_of(what, Form::full, false).find('\x1b'), std::string::npos);
  EXPECT_EQ(text_of(what, Form::plain, true).find('\x1b'), std::string::npos);
}

TEST(Console, EveryItemIsTold) {
  auto const text = text_of(test::many(1000));
  EXPECT_EQ(test::told(text, 1000).named, 1000u);
  auto const plain = text_of(test::many(1000), Form::plain);
  EXPECT_LE(count_characters(plain), 501u);
  auto const told = test::told(plain, 1000);
  EXPECT_EQ(told.named + told.counted, 1000u);
}

// Checklist 16: no control sequence from outside reaches the terminal.
TEST(Console, AnyTextComesOutPrintable) {
  for (auto const& text : test::awkward_texts()) {
    for (auto const form : {Form::full, Form::plain}) {
      auto out = text_of(notification({test::all_texts(text)}), form);
      EXPECT_TRUE(out.ends_with('\n'));
      std::ranges::replace(out, '\n', ' ');
      EXPECT_EQ(printable(out, out.size()), out);
    }
  }
}

TEST(Console, ItAlwaysDelivers) { EXPECT_EQ(Console(false).classify({}).kind, Outcome::Kind::delivered); }

}  // namespace
}  // namespace lapwing::notify
