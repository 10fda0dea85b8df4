// SPDX-License-Identifier: Apache-2.0
#include "store/retention.hpp"
#include "store/store.hpp"
#include "support/an_incident.hpp"
#include "support/folder.hpp"

#include <gmock/gmock.h>

#include <set>

namespace lapwing::store {
namespace {

using namespace std::chrono_literals;
using test::an_incident;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Key;
using testing::SizeIs;

TimePoint const kNow = *parse_timestamp("2026-11-25T03:40:00Z");
Labels const kBtc{{"model", "btc"}};

TimePoint ago(Duration length) { return kNow - length; }

class Prune : public testing::Test {
 protected:
  Store store = *Store::open(":memory:");
  Retention retention;
  std::size_t steps = 0;

  void commit(Commit const& changes) {
    auto const done = store.commit(changes);
    ASSERT_TRUE(done) << done.error().message;
  }
  void add(std::string metric, std::vector<Duration> ages, Labels labels = kBtc) {
    Commit changes;
    for (auto const age : ages) changes.samples.push_back({metric, labels, 1, ago(age), {}});
    commit(changes);
  }
  Removed prune() {
    Cleaning cleaning{kNow};
    for (steps = 0; !cleaning.is_done() && steps < 10'000; ++steps) {
      auto const done = store.prune(retention, cleaning);
      EXPECT_TRUE(done) << done.error().message;
    }
    EXPECT_TRUE(cleaning.is_done());
    return cleaning.removed;
  }
  std::vector<Duration> ages(std::string const& metric, Labels labels = kBtc) {
    std::vector<Duration> out;
    rules::Rule rule;
    rule.watch = std::get<rules::Expression>(rules::parse_expression("count(" + metric + ", 100000h)"));
    auto const history = *store.load_history(rules::RuleSet({rule}));
    auto const id = history.find(metric, labels);
    if (!id) return out;
    for (auto const& point : history.last(*id, 1'000'000, TimePoint::max())) out.push_back(kNow - point.at);
    return out;
  }
};

TEST_F(Prune, OfAnEmptyStoreThereIsNothingToRemove) { EXPECT_EQ(prune(), Removed{}); }

TEST_F(Prune, SamplesOlderThanTheRetentionGoAndOthersStay) {
  retention.age = 100 * 24h;
  add("model.accuracy", {2401h, 2400h + 1ms, 2400h, 2399h, 1h});
  auto const removed = prune();
  EXPECT_EQ(removed.samples, 2u);
  EXPECT_THAT(ages("model.accuracy"), ElementsAre(2400h, 2399h, 1h));
  EXPECT_EQ(prune(), Removed{}) << "the second time there is nothing to do";
}

TEST_F(Prune, TheNewestSampleOfASeriesStaysHoweverOld) {
  add("model.accuracy", {700 * 24h, 600 * 24h, 500 * 24h});
  add("model.f1", {700 * 24h});
  EXPECT_EQ(prune().samples, 2u);
  EXPECT_THAT(ages("model.accuracy"), ElementsAre(500 * 24h));
  EXPECT_THAT(ages("model.f1"), ElementsAre(700 * 24h));
  retention.age = 35 * 24h;
  EXPECT_EQ(prune(), Removed{}) << "also where little is kept: it is what is known of the model";
}

TEST_F(Prune, ASeriesThatIsSilentForLongGoesEntirelyAndMayComeBack) {
  add("model.accuracy", {900 * 24h, 801 * 24h});
  add("model.f1", {1h});
  auto const removed = prune();
  EXPECT_EQ(removed.samples, 2u);
  EXPECT_EQ(removed.series, 1u);
  EXPECT_THAT(*store.newest_samples(), SizeIs(1));
  EXPECT_THAT(*store.origins(), SizeIs(1));
  add("model.accuracy", {2h});
  EXPECT_THAT(ages("model.accuracy"), ElementsAre(2h));
  EXPECT_THAT(*store.origins(), SizeIs(2));
}

TEST_F(Prune, ASilentSeriesStaysWhileAnIncidentIsOpenThatItMayHaveOpened) {
  add("model.accuracy", {900 * 24h});
  Commit changes;
  changes.incidents = {an_incident(1)};
  changes.incidents[0].since = ago(600 * 24h);
  commit(changes);
  EXPECT_EQ(prune().series, 0u);
  changes.incidents[0].closed = ago(1h);
  commit(changes);
  EXPECT_EQ(prune().series, 1u);
}

TEST_F(Prune, ManySeriesAndSamplesGoInSmallSteps) {
  Commit changes;
  for (int series = 0; series < 150; ++series) {
    for (int i = 0; i < 20; ++i)
      changes.samples.push_back({"model.accuracy", {{"model", std::to_string(series)}}, 1, ago(24h * (401 + i)), {}});
    changes.samples.push_back({"model.accuracy", {{"model", std::to_string(series)}}, 1, ago(1h), {}});
  }
  commit(changes);
  EXPECT_EQ(prune().samples, 3000u);
  EXPECT_GE(steps, 6u) << "at most 500 rows each";
  EXPECT_EQ(*store.count_samples(), 150);
}

TEST_F(Prune, ACleaningThatIsDroppedIsFinishedByTheNext) {
  std::vector<Duration> old(2000);
  for (std::size_t i = 0; i < old.size(); ++i) old[i] = 401 * 24h + i * 1min;
  add("model.accuracy", old);
  add("model.accuracy", {1h});
  Cleaning dropped{kNow};
  ASSERT_TRUE(store.prune(retention, dropped));
  EXPECT_EQ(dropped.removed.samples, 500u);
  EXPECT_EQ(prune().samples, 1500u);
  EXPECT_THAT(ages("model.accuracy"), ElementsAre(1h));
}

TEST_F(Prune, ThinningKeepsTheNewestOfEachStepOnceItIsAMonthOld) {
  retention.thin = {{"data.age", 6h}};
  // Steps begin at 00, 06, 12 and 18 o'clock UTC: those that end 30 days before 03:40 end at 00:00.
  TimePoint const end = *parse_timestamp("2026-10-26T00:00:00Z");
  auto const at = [&](Duration before) { return kNow - (end - before); };
  add("data.age", {at(12h), at(7h), at(6h + 1ms), at(6h), at(3h), at(1ms), at(-1h), at(-2h)});
  add("data.records", {at(12h), at(11h)});
  EXPECT_EQ(prune().thinned, 4u);
  EXPECT_THAT(ages("data.age"), ElementsAre(at(6h + 1ms), at(1ms), at(-1h), at(-2h)));
  EXPECT_THAT(ages("data.records"), SizeIs(2)) << "another metric";
  EXPECT_EQ(prune().thinned, 0u);
}

TEST_F(Prune, ThinningTakesAsManyStepsAsItNeedsAndFindsTheSame) {
  retention.thin = {{"poll.duration", 1h}};
  std::vector<Duration> minutes(20'000);
  for (std::size_t i = 0; i < minutes.size(); ++i) minutes[i] = 31 * 24h + (i + 1) * 1min;
  add("poll.duration", minutes);
  auto const removed = prune();
  EXPECT_GT(steps, 39u);
  auto const left = ages("poll.duration");
  EXPECT_EQ(left.size() + removed.thinned, minutes.size());
  std::set<long> hours;
  for (auto const age : left) hours.insert(std::chrono::floor<std::chrono::hours>(ago(age)).time_since_epoch().count());
  EXPECT_EQ(hours.size(), left.size()) << "one an hour";
  EXPECT_NEAR(double(left.size()), 20'000 / 60., 2);
}

TEST_F(Prune, ClosedIncidentsGoWithAllThatHangsOnThem) {
  Commit changes;
  for (alert::IncidentId id = 1; id <= 4; ++id) changes.incidents.push_back(an_incident(id));
  changes.incidents[0].closed = ago(401 * 24h);
  changes.incidents[1].since = ago(500 * 24h);  // open still
  changes.incidents[2].closed = ago(399 * 24h);
  changes.incidents[3].closed = ago(500 * 24h);  // the newest there is
  for (alert::IncidentId id = 1; id <= 4; ++id) changes.debts.push_back({"team", id, kNow});
  commit(changes);
  ASSERT_TRUE(store.settle({.name = "log", .error = ""}, {*store.owed("team"), {}}, {}, ago(401 * 24h)));
  auto const letters = *store.owed("team");
  ASSERT_TRUE(store.bury({.name = "log", .error = ""}, letters, "gone", ago(401 * 24h)));
  for (alert::IncidentId id = 1; id <= 4; ++id)
    ASSERT_TRUE(store.acknowledge({id, Level::warning, kNow, "me", ""}, {kNow, "me", "ack"}));
  EXPECT_EQ(prune().incidents, 1u);
  auto const left = *store.incidents(TimePoint::min());
  auto const told = *store.told("log");
  auto const owed = *store.owed("team");
  auto const dead = *store.dead_letters();
  std::set<alert::IncidentId> kept;
  for (auto const& one : left) kept.insert(one.id);
  EXPECT_THAT(kept, ElementsAre(2, 3, 4));
  EXPECT_THAT(told, ElementsAre(Key(2), Key(3), Key(4)));
  EXPECT_THAT(owed, SizeIs(3));
  EXPECT_THAT(dead, SizeIs(3));
  EXPECT_EQ(store.load_state()->next_id, 5) << "no id is given twice";
}

TEST_F(Prune, EventsSilencesAndTheAuditGoToo) {
  Commit changes;
  changes.events = {{"model.trained", "old", kBtc, {}, ago(401 * 24h)}, {"model.trained", "new", kBtc, {}, ago(1h)}};
  commit(changes);
  for (auto const ends : {ago(402 * 24h), ago(401 * 24h)}) {
    alert::Silence silence;
    silence.text = "alert=x";
    silence.ends = ends;
    ASSERT_TRUE(store.add_silence(silence, {ends, "me", "x"}));
  }
  auto const removed = prune();
  EXPECT_EQ(removed.events, 1u);
  EXPECT_THAT(*store.events({TimePoint::min(), TimePoint::max()}), SizeIs(1));
  EXPECT_EQ(removed.silences, 1u);
  EXPECT_THAT(*store.silences(TimePoint::min()), SizeIs(1)) << "the newest stays: no id is given twice";
  EXPECT_EQ(removed.audit_rows, 2u);
  EXPECT_THAT(*store.audit(TimePoint::min()), IsEmpty());
}

TEST_F(Prune, AStandingOfWhatIsSilentForLongIsForgottenUnlessItsIncidentIsOpen) {
  alert::Standing standing;
  standing.judged_at = ago(801 * 24h);
  Commit changes;
  changes.standings = {{{"a", kBtc}, standing}};
  standing.judged_at = ago(1h);
  changes.standings.push_back({{"b", kBtc}, standing});
  standing.judged_at = ago(801 * 24h);
  standing.incident = 7;
  changes.standings.push_back({{"c", kBtc}, standing});
  changes.incidents = {an_incident(7)};
  commit(changes);
  prune();
  auto const left = store.load_state()->standings;
  EXPECT_THAT(left, SizeIs(2));
  EXPECT_FALSE(left.contains({"a", kBtc}));
}

TEST(PrunedFile, UsesItsRoomAgain) {
  test::Folder folder;
  Retention const retention{24h * 40};
  std::uintmax_t grown = 0;
  // Hourly samples of ten series, cleaned every ten days: after the first round of the retention nothing is added.
  for (int day = 0; day < 200; day += 10) {
    auto store = *Store::open(folder.path());
    Commit changes;
    for (int hour = 0; hour < 240; ++hour) {
      for (int i = 0; i < 10; ++i)
        changes.samples.push_back(
            {"model.accuracy", {{"model", std::to_string(i)}}, 0.5, kNow + 24h * day + 1h * hour, {}});
    }
    ASSERT_TRUE(store.commit(changes));
    Cleaning cleaning{kNow + 24h * (day + 10)};
    while (!cleaning.is_done()) ASSERT_TRUE(store.prune(retention, cleaning));
    store = *Store::open(":memory:");  // closed: all of it is in the file
    if (day == 60) grown = std::filesystem::file_size(folder.path("lapwing.db"));
  }
  EXPECT_EQ(*Store::open(folder.path())->count_samples(), 40 * 24 * 10);
  EXPECT_LE(std::filesystem::file_size(folder.path("lapwing.db")), grown + grown / 10);
}

}  // namespace
}  // namespace lapwing::store
