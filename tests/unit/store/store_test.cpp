// SPDX-License-Identifier: Apache-2.0
#include "store/store.hpp"

#include "rules/evaluate.hpp"

#include "store/schema.hpp"
#include "support/a_rule.hpp"
#include "support/an_incident.hpp"
#include "support/folder.hpp"

#include <gmock/gmock.h>
#include <sys/resource.h>

#include <csignal>
#include <limits>
#include <random>

namespace lapwing::store {
namespace {

using namespace std::chrono_literals;
using test::an_incident;
using test::text_of;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TimePoint minute(std::int64_t count) { return from_millis(1'700'000'000'000) + std::chrono::minutes{count}; }

Sample sample(double value, TimePoint at, Labels labels = {{"model", "btc"}}, std::string_view note = "") {
  return {"model.accuracy", std::move(labels), value, at, Untrusted(note)};
}

Commit with_samples(std::vector<Sample> samples) {
  Commit commit;
  commit.samples = std::move(samples);
  return commit;
}

Store must_open(std::string const& directory) {
  auto store = Store::open(directory);
  if (!store) throw std::runtime_error(store.error().message);
  return *std::move(store);
}

rules::RuleSet watching(std::string_view watch = "model.accuracy") {
  return rules::RuleSet({test::a_rule(watch).below().warning(0.65)});
}

/// Everything that a history knows of its first series.
std::vector<double> values(series::History const& history, series::SeriesId id = 0) {
  std::vector<double> out;
  for (auto const& point : history.last(id, 1'000'000, TimePoint::max())) out.push_back(point.value);
  return out;
}

/// Texts that have broken escaping, encoding or length somewhere.
std::vector<std::string> odd_texts() {
  return {"plain",
          "it's",
          "a\"b",
          "a\\",
          "\\\"",
          "\", model=\"x",
          "{a=\"b\"}",
          "}",
          "a, b",
          "=\"",
          " spaces ",
          "курс",
          "📈",
          std::string("a\0b", 3),
          "line\nbreak",
          "\x1B[31m",
          "\xFF\xFE",
          std::string(5000, 'x'),
          std::string(300, '"')};
}

TEST(Store, AnEmptyDirectoryBecomesAnEmptyStore) {
  test::Folder folder;
  auto store = must_open(folder.path("state/lapwing"));
  auto const state = store.load_state();
  ASSERT_TRUE(state);
  EXPECT_THAT(state->standings, IsEmpty());
  EXPECT_THAT(state->open, IsEmpty());
  EXPECT_EQ(state->next_id, 1);
  EXPECT_EQ(*store.count_samples(), 0);
  EXPECT_EQ(store.load_history(watching())->size(), 0u);
  EXPECT_THAT(*store.pollers(), IsEmpty());
}

TEST(Store, StandingsComeBackEqual) {
  auto store = must_open(":memory:");
  alert::Standing standing;
  standing.level = Level::warning;
  standing.judged_at = minute(5);
  standing.incident = 7;
  standing.streaks[1] = {3, minute(1)};
  standing.streaks[2] = {2, minute(2)};
  alert::Standing const untouched;
  Commit commit;
  commit.standings = {{{"a", {{"model", "btc"}}}, standing}, {{"a", {}}, untouched}, {{"b", {}}, standing}};
  ASSERT_TRUE(store.commit(commit));

  auto state = store.load_state();
  ASSERT_TRUE(state);
  ASSERT_THAT(state->standings, SizeIs(3));
  auto const& back = state->standings[{"a", {{"model", "btc"}}}];
  EXPECT_EQ(back.level, Level::warning);
  EXPECT_EQ(back.judged_at, minute(5));
  EXPECT_EQ(back.incident, 7);
  EXPECT_EQ(back.streaks, standing.streaks);
  auto const& blank = state->standings[{"a", {}}];
  EXPECT_EQ(blank.judged_at, TimePoint::min());
  EXPECT_EQ(blank.streaks, untouched.streaks);

  Commit forget;
  forget.standings = {{{"a", {{"model", "btc"}}}, std::nullopt}, {{"never", {}}, std::nullopt}};
  ASSERT_TRUE(store.commit(forget));
  EXPECT_THAT(store.load_state()->standings, SizeIs(2));
}

TEST(Store, IncidentsComeBackEqual) {
  auto store = must_open(":memory:");
  auto closed = an_incident(2, Level::ok);
  closed.closed = minute(9);
  closed.closed_because = "recovered";
  Commit commit;
  commit.incidents = {an_incident(1), closed, an_incident(3, Level::critical)};
  ASSERT_TRUE(store.commit(commit));

  auto const state = store.load_state();
  ASSERT_TRUE(state);
  ASSERT_THAT(state->open, SizeIs(2));
  EXPECT_EQ(text_of(state->open.at(1)), text_of(an_incident(1)));
  EXPECT_EQ(text_of(state->open.at(3)), text_of(an_incident(3, Level::critical)));
  EXPECT_EQ(state->next_id, 4) << "an id is never given twice, whether its incident is open or not";

  auto const all = store.incidents(minute(9));
  ASSERT_TRUE(all);
  ASSERT_THAT(*all, SizeIs(3));
  EXPECT_EQ((*all)[0].id, 3) << "the worst first";
  EXPECT_EQ(text_of((*all)[2]), text_of(closed));
  EXPECT_THAT(*store.incidents(minute(10)), SizeIs(2));
}

TEST(Store, WhatIsOverComesNewestFirstWhateverLevelAnEventKept) {
  auto store = must_open(":memory:");
  Commit commit;
  for (int i = 1; i <= 3; ++i) {
    commit.incidents.push_back(an_incident(i, i == 2 ? Level::ok : Level::info));
    commit.incidents.back().changed = minute(i);
    commit.incidents.back().closed = minute(i);
  }
  ASSERT_TRUE(store.commit(commit));
  std::vector<alert::IncidentId> ids;
  auto const all = store.incidents(minute(0));
  for (auto const& one : *all) ids.push_back(one.id);
  EXPECT_THAT(ids, ElementsAre(3, 2, 1));
  EXPECT_THAT(store.load_state()->open, IsEmpty());
}

TEST(Store, AnIncidentWrittenAgainIsTheSameIncident) {
  auto store = must_open(":memory:");
  Commit commit;
  commit.incidents = {an_incident(1)};
  ASSERT_TRUE(store.commit(commit));
  commit.incidents[0].value = "40%";
  commit.incidents[0].closed = minute(1);
  ASSERT_TRUE(store.commit(commit));
  EXPECT_THAT(store.load_state()->open, IsEmpty());
  auto const all = store.incidents(minute(0));
  ASSERT_THAT(*all, SizeIs(1));
  EXPECT_EQ((*all)[0].value, "40%");
}

TEST(Store, PollersComeBackEqual) {
  auto store = must_open(":memory:");
  Commit commit;
  commit.pollers = {{"ci", minute(1), std::nullopt, 3, "timed out", "{\"page\":2}"},
                    {"models", minute(2), minute(2), 0, "", ""}};
  ASSERT_TRUE(store.commit(commit));
  commit.pollers = {{"ci", minute(3), minute(3), 0, "", "next"}};
  ASSERT_TRUE(store.commit(commit));
  auto const pollers = store.pollers();
  ASSERT_THAT(*pollers, SizeIs(2));
  auto const& ci = (*pollers)[0];
  EXPECT_EQ(ci.name, "ci");
  EXPECT_EQ(ci.last_run, minute(3));
  EXPECT_EQ(ci.last_success, minute(3));
  EXPECT_EQ(ci.failures, 0);
  EXPECT_EQ(ci.cursor, "next");
  EXPECT_EQ((*pollers)[1].error, "");
}

TEST(Store, OddTextsComeBackAsTheyWere) {
  auto store = must_open(":memory:");
  alert::IncidentId id = 0;
  for (auto const& odd : odd_texts()) {
    Labels const labels{{"model", odd}, {"z", "after"}};
    auto incident = an_incident(++id);
    incident.key = {odd, labels};
    incident.summary = incident.note = incident.action = Untrusted(odd);
    incident.value = incident.runbook = odd;
    Commit commit;
    commit.incidents = {incident};
    commit.standings = {{{odd, labels}, alert::Standing{}}};
    commit.samples = {{"model.accuracy", labels, 0.5, minute(1), Untrusted(odd)}};
    commit.pollers = {{"odd", minute(1), {}, 0, odd, odd}};
    ASSERT_TRUE(store.commit(commit)) << odd;

    auto const state = store.load_state();
    ASSERT_TRUE(state);
    EXPECT_EQ(text_of(state->open.at(id)), text_of(incident));
    EXPECT_EQ(state->open.at(id).key, incident.key);
    EXPECT_TRUE(state->standings.contains({odd, labels})) << odd;
    EXPECT_EQ(store.pollers()->at(0).cursor, odd);
    auto history = *store.load_history(watching());
    ASSERT_EQ(history.size(), std::size_t(id)) << "a series of its own: " << odd;
    EXPECT_EQ(history.labels(series::SeriesId(id - 1)), labels);
    EXPECT_EQ(history.note(series::SeriesId(id - 1)), Untrusted(odd));
  }
  EXPECT_THAT(store.load_state()->standings, SizeIs(odd_texts().size()));
}

TEST(Store, TheSameSampleTwiceIsOneSampleWithTheLaterValue) {
  auto store = must_open(":memory:");
  ASSERT_TRUE(store.commit(with_samples({sample(0.7, minute(1)), sample(0.7, minute(1)), sample(0.8, minute(2))})));
  ASSERT_TRUE(store.commit(with_samples({sample(0.6, minute(1))})));
  EXPECT_EQ(*store.count_samples(), 2);
  EXPECT_THAT(values(*store.load_history(watching())), ElementsAre(0.6, 0.8));
}

TEST(Store, TheSameEventTwiceIsOneEvent) {
  test::Folder folder;
  auto store = must_open(folder.path());
  Commit commit;
  commit.events = {{"model.trained", "v3", {{"model", "btc"}}, {{"accuracy", "73.3%"}}, minute(1)}};
  ASSERT_TRUE(store.commit(commit));
  commit.events.push_back({"model.trained", "v3", {{"model", "eth"}}, {}, minute(1)});
  commit.events.push_back({"run.completed", "v3", {{"model", "btc"}}, {}, minute(1)});
  ASSERT_TRUE(store.commit(commit));
  Database beside(folder.path("lapwing.db"), Database::Mode::read_only);
  auto row = beside.prepare("SELECT type, fields FROM event ORDER BY type, labels");
  ASSERT_TRUE(row.step());
  EXPECT_EQ(row.text(1), "{accuracy=\"73.3%\"}");
  ASSERT_TRUE(row.step());
  ASSERT_TRUE(row.step());
  EXPECT_EQ(row.text(0), "run.completed");
  EXPECT_FALSE(row.step());
}

TEST(Store, OnlyTheHistoryOfWatchedMetricsIsLoaded) {
  auto store = must_open(":memory:");
  auto other = sample(1, minute(1));
  other.metric = "model.f1";
  ASSERT_TRUE(store.commit(with_samples({other, sample(0.7, minute(1)), sample(0.8, minute(1), {{"model", "eth"}})})));
  auto const history = store.load_history(watching());
  ASSERT_TRUE(history);
  EXPECT_THAT(history->of_metric("model.accuracy"), SizeIs(2));
  EXPECT_THAT(history->of_metric("model.f1"), IsEmpty());
  EXPECT_EQ(store.load_history(rules::RuleSet())->size(), 0u);
}

TEST(Store, TheHistoryReachesAsFarAsTheHorizonByPoints) {
  auto store = must_open(":memory:");
  std::vector<Sample> samples;
  for (int i = 0; i < 300; ++i) samples.push_back(sample(i, minute(i)));
  ASSERT_TRUE(store.commit(with_samples(samples)));
  EXPECT_THAT(values(*store.load_history(watching())), SizeIs(64));
  auto const longer = values(*store.load_history(watching("mean(model.accuracy, last 100 runs)")));
  ASSERT_THAT(longer, SizeIs(100));
  EXPECT_EQ(longer.front(), 200);
  EXPECT_EQ(longer.back(), 299);
  EXPECT_THAT(values(*store.load_history(watching("mean(model.accuracy, last 1000 runs)"))), SizeIs(300));
}

TEST(Store, TheEventsOfASpanComeInOrderOfTimeWithLabelsAndFields) {
  auto store = must_open(":memory:");
  Commit commit;
  for (int const at : {7, 3, 5}) {
    commit.events.push_back(
        {"model.trained", std::to_string(at), {{"model", "b\"t,c"}}, {{"version", "v\\1"}}, minute(at)});
  }
  ASSERT_TRUE(store.commit(commit));
  auto const events = *store.events({minute(4), minute(7)});
  ASSERT_THAT(events, SizeIs(2));
  EXPECT_EQ(events[0].id, "5");
  EXPECT_EQ(events[1].at, minute(7));
  EXPECT_EQ(events[0].labels, commit.events[0].labels);
  EXPECT_EQ(events[0].fields, commit.events[0].fields);
}

TEST(Store, TheHistoryOfASpanHasTheHorizonBeforeItAndNothingAfterIt) {
  auto store = must_open(":memory:");
  std::vector<Sample> samples;
  for (int i = 0; i < 300; ++i) samples.push_back(sample(i, minute(i)));
  ASSERT_TRUE(store.commit(with_samples(samples)));
  auto const as_of = values(*store.load_history(watching(), {minute(200), minute(200)}));
  EXPECT_THAT(as_of, SizeIs(64));
  EXPECT_EQ(as_of.back(), 200);
  auto const span = values(*store.load_history(watching(), {minute(200), TimePoint::max()}));
  EXPECT_EQ(span.front(), 137);
  EXPECT_EQ(span.back(), 299);
  EXPECT_THAT(values(*store.load_history(watching(), {minute(-5), minute(9)})), SizeIs(10));
  EXPECT_THAT(values(*store.load_history(watching(), {minute(-5), minute(-5)})), IsEmpty());
}

TEST(Store, TheHistoryReachesAsFarAsTheHorizonByLength) {
  auto store = must_open(":memory:");
  std::vector<Sample> samples;
  for (int i = 0; i < 300; ++i) samples.push_back(sample(i, minute(i)));
  ASSERT_TRUE(store.commit(with_samples(samples)));
  auto const history = store.load_history(watching("mean(model.accuracy, 2h)"));
  EXPECT_THAT(history->range(0, 2h, minute(299)), SizeIs(120));
  EXPECT_LE(values(*history).size(), 121u);
  EXPECT_THAT(values(*store.load_history(watching("mean(model.accuracy, 10m)"))), SizeIs(64))
      << "the larger of the two";
}

/// Every value that the rules have, as of the newest samples.
std::vector<std::pair<std::string, double>> judged(rules::RuleSet const& rules, series::History const& history) {
  rules::Evaluator evaluator(rules, history);
  std::vector<std::pair<std::string, double>> out;
  for (auto const& verdict : evaluator.judge_again())
    out.emplace_back(rules[verdict.rule].id + evaluator.labels(verdict).to_string(), verdict.value);
  return out;
}

TEST(Store, ALoadedHistoryAnswersAsTheLiveOneDid) {
  std::mt19937 random(5);
  std::uniform_int_distribution<int> gaps(0, 40);
  std::uniform_real_distribution<double> any(0, 1);
  auto store = must_open(":memory:");
  rules::RuleSet const rules({test::a_rule("drop(model.accuracy, last 90 runs)").id("a").above().warning(0.1),
                              test::a_rule("mean(model.accuracy, 3h)").id("b").below().warning(0.5),
                              test::a_rule("median(model.accuracy, last 20 runs) by ()").id("c").below().warning(0.5)});
  series::History live;
  TimePoint now = minute(0);
  for (int round = 0; round < 60; ++round) {
    std::vector<Sample> samples;
    for (int i = 0; i < 10; ++i) {
      now += std::chrono::minutes{gaps(random)};
      auto const late = gaps(random) < 8 ? 35min : 0min;
      samples.push_back(
          sample(any(random), now - late, {{"model", i % 3 == 0 ? "btc" : "eth"}}, "round " + std::to_string(round)));
    }
    for (auto const& one : samples) live.trim(live.add(one), *rules.horizon(one.metric));
    ASSERT_TRUE(store.commit(with_samples(samples)));
    auto const loaded = store.load_history(rules);
    ASSERT_TRUE(loaded);
    ASSERT_EQ(loaded->size(), live.size());
    for (series::SeriesId id = 0; id < live.size(); ++id) {
      ASSERT_EQ(loaded->labels(id), live.labels(id));
      ASSERT_EQ(loaded->note(id), live.note(id));
    }
    ASSERT_EQ(judged(rules, *loaded), judged(rules, live));
  }
}

TEST(Store, TheNoteIsThatOfTheNewestSampleHoweverLateOthersCome) {
  auto store = must_open(":memory:");
  ASSERT_TRUE(store.commit(with_samples({sample(0.7, minute(5), {{"model", "btc"}}, "newest")})));
  ASSERT_TRUE(store.commit(with_samples({sample(0.7, minute(1), {{"model", "btc"}}, "late")})));
  EXPECT_EQ(store.load_history(watching())->note(0).raw(), "newest");
  ASSERT_TRUE(store.commit(with_samples({sample(0.7, minute(6))})));
  EXPECT_EQ(store.load_history(watching())->note(0).raw(), "");
}

TEST(Store, TheNewestSampleOfEverySeriesIsKnown) {
  auto store = must_open(":memory:");
  EXPECT_THAT(*store.newest_samples(), IsEmpty());
  ASSERT_TRUE(store.commit(
      with_samples({sample(0.7, minute(2)), sample(0.6, minute(1)), sample(0.5, minute(1), {{"model", "eth"}})})));
  auto const newest = store.newest_samples();
  ASSERT_TRUE(newest);
  ASSERT_THAT(newest->at("model.accuracy"), SizeIs(2));
  EXPECT_EQ(newest->at("model.accuracy").at({{"model", "btc"}}).value, 0.7);
  EXPECT_EQ(newest->at("model.accuracy").at({{"model", "eth"}}).at, minute(1));
}

TEST(Store, TheLinksGoWithTheNote) {
  auto store = must_open(":memory:");
  auto commit = with_samples({sample(0.7, minute(2)), sample(0.6, minute(1))});
  commit.samples[0].links = {{"Run 2", "https://ci.example/2"}};
  commit.samples[1].links = {{"Run 1", "https://ci.example/1"}};
  ASSERT_TRUE(store.commit(commit));
  EXPECT_EQ(store.load_history(watching())->links(0), commit.samples[0].links);
}

Event a_run(std::string id, Labels labels = {{"workflow", "CI"}}) {
  return {"run.completed", std::move(id), std::move(labels), {{"run", "7"}}, minute(1)};
}

std::vector<std::string> new_ids(Store& store, std::vector<Event> events) {
  std::vector<std::string> ids;
  auto const found = store.new_events(std::move(events));
  for (auto const& one : *found) ids.push_back(one.id);
  return ids;
}

TEST(Store, TellsWhichEventsItDoesNotHoldEachOnce) {
  auto store = must_open(":memory:");
  EXPECT_THAT(new_ids(store, {a_run("1"), a_run("2"), a_run("1")}), ElementsAre("1", "2"));
  Commit commit;
  commit.events = {a_run("1")};
  ASSERT_TRUE(store.commit(commit));
  EXPECT_THAT(new_ids(store, {a_run("1"), a_run("2")}), ElementsAre("2"));
  EXPECT_THAT(new_ids(store, {a_run("1", {{"workflow", "CD"}})}), ElementsAre("1")) << "of other labels";
  auto trained = a_run("1");
  trained.type = "model.trained";
  EXPECT_THAT(new_ids(store, {trained}), ElementsAre("1")) << "of another type";
  EXPECT_THAT(new_ids(store, {}), IsEmpty());
}

TEST(Store, AnEventsFieldsAreKeptInOrderAndUncut) {
  test::Folder folder;
  auto event = a_run("1");
  event.fields = {
      {"url", "https://ci.example/" + std::string(500, 'x')}, {"title", "a \"quoted\" \\ one"}, {"actor", ""}};
  {
    auto store = must_open(folder.path("state"));
    Commit commit;
    commit.events = {event};
    ASSERT_TRUE(store.commit(commit));
  }
  Database database(folder.path("state") + "/lapwing.db", Database::Mode::read_only);
  auto row = database.prepare("SELECT fields FROM event");
  ASSERT_TRUE(row.step());
  EXPECT_EQ(row.text(0), "{url=\"https://ci.example/" + std::string(500, 'x') +
                             "\", title=\"a \\\"quoted\\\" \\\\ one\", actor=\"\"}");
}

TEST(Store, ThatAStandingIsLearningSurvives) {
  auto store = must_open(":memory:");
  alert::Key const key{"a", {{"workflow", "CI"}}};
  alert::Standing standing;
  standing.judged_at = minute(3);
  standing.is_learning = true;
  Commit commit;
  commit.standings = {{key, standing}};
  ASSERT_TRUE(store.commit(commit));
  EXPECT_EQ(alert::describe(store.load_state()->standings.at(key)), "learning");
}

TEST(Store, AStandingComesBackAsItWas) {
  auto store = must_open(":memory:");
  alert::Key const key{"a", {{"workflow", "CI"}}};
  alert::Standing standing;
  standing.level = Level::warning;
  standing.streaks[std::size_t(Level::critical)] = {2, minute(1)};
  standing.clearing = {3, minute(2)};
  standing.judged_at = minute(3);
  standing.incident = 7;
  standing.recent = {std::uint64_t{1} << 63 | 5, 64};
  standing.is_flapping = true;
  Commit commit;
  commit.standings = {{key, standing}};
  ASSERT_TRUE(store.commit(commit));
  EXPECT_EQ(store.load_state()->standings.at(key), standing);
}

TEST(Store, EverythingSurvivesClosingAndOpening) {
  test::Folder folder;
  {
    auto store = must_open(folder.path());
    Commit commit = with_samples({sample(0.7, minute(1))});
    commit.incidents = {an_incident(1)};
    commit.standings = {{{"a", {}}, alert::Standing{}}};
    ASSERT_TRUE(store.commit(commit));
  }
  auto store = must_open(folder.path());
  EXPECT_EQ(*store.count_samples(), 1);
  EXPECT_EQ(text_of(store.load_state()->open.at(1)), text_of(an_incident(1)));
  ASSERT_TRUE(store.commit(with_samples({sample(0.8, minute(2))})));
  EXPECT_THAT(values(*store.load_history(watching())), ElementsAre(0.7, 0.8)) << "the series is found again";
}

TEST(Store, AFailedCommitLeavesNothingAndTheNextOneSucceeds) {
  auto store = must_open(":memory:");
  Commit bad = with_samples(
      {sample(0.7, minute(1)), sample(std::numeric_limits<double>::quiet_NaN(), minute(2), {{"model", "eth"}})});
  bad.incidents = {an_incident(1)};
  bad.pollers = {{"ci", minute(1), {}, 0, "", "cursor"}};
  auto const refused = store.commit(bad);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::storage);
  EXPECT_EQ(*store.count_samples(), 0);
  EXPECT_THAT(*store.pollers(), IsEmpty());
  EXPECT_THAT(store.load_state()->open, IsEmpty());

  // The ids of the series that the rolled-back transaction made must not be remembered: eth comes first now.
  ASSERT_TRUE(store.commit(with_samples({sample(0.9, minute(2), {{"model", "eth"}}), sample(0.7, minute(1))})));
  auto const history = store.load_history(watching());
  ASSERT_EQ(history->size(), 2u);
  for (auto const id : history->of_metric("model.accuracy")) {
    EXPECT_THAT(values(*history, id), ElementsAre(history->labels(id).get("model") == "eth" ? 0.9 : 0.7));
  }
}

/// No file of this process may grow beyond so many bytes while it lives: the nearest to a full disk that needs no
/// privilege.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    rlimit const small{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  FullDisk(FullDisk const&) = delete;
  FullDisk& operator=(FullDisk const&) = delete;
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  void (*handler_)(int);
  rlimit before_{};
};

TEST(Store, AFullDiskFailsTheCommitWholeAndTheNextOneSucceedsOnceThereIsRoom) {
  test::Folder folder;
  auto store = must_open(folder.path());
  ASSERT_TRUE(store.commit(with_samples({sample(0.7, minute(0))})));
  Commit large;
  for (int i = 1; i <= 20'000; ++i) large.samples.push_back(sample(i, minute(i), {{"model", "eth"}}));
  large.incidents = {an_incident(1)};
  for (int attempt = 0; attempt < 3; ++attempt) {
    auto const refused = [&] {
      FullDisk const full(256 * 1024);
      return store.commit(large);
    }();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::storage);
    EXPECT_THAT(refused.error().message, AllOf(HasSubstr(folder.path("lapwing.db")), HasSubstr("disk")));
    EXPECT_EQ(*store.count_samples(), 1);
    EXPECT_THAT(store.load_state()->open, IsEmpty());
  }
  ASSERT_TRUE(store.commit(large));
  EXPECT_EQ(*store.count_samples(), 20'001);
  Database beside(folder.path("lapwing.db"), Database::Mode::read_only);
  auto check = beside.prepare("PRAGMA integrity_check");
  ASSERT_TRUE(check.step());
  EXPECT_EQ(check.text(0), "ok");
}

TEST(Store, WhereSeriesComeFromComesBackAndSomeMayBeLeftOutOfTheHistory) {
  auto store = must_open(":memory:");
  Labels const btc{{"model", "btc"}}, eth{{"model", "eth"}};
  auto commit = with_samples({sample(0.7, minute(1), btc), sample(0.8, minute(2), eth)});
  commit.origins = {{{"model.accuracy", btc}, {"models", 3}}};
  ASSERT_TRUE(store.commit(commit));
  auto const origins = store.origins();
  ASSERT_TRUE(origins);
  EXPECT_EQ(origins->at({"model.accuracy", btc}), (alert::Origin{"models", 3, minute(1)}));
  EXPECT_EQ(origins->at({"model.accuracy", eth}), (alert::Origin{"", 0, minute(2)})) << "not known";
  auto const history =
      store.load_history(watching(), {}, [&](alert::SeriesName const& name) { return name.labels == btc; });
  ASSERT_TRUE(history);
  ASSERT_EQ(history->size(), 1u);
  EXPECT_EQ(history->labels(0), eth);
}

TEST(Store, ANewerStoreIsRefusedByBothWaysOfOpening) {
  test::Folder folder;
  { auto const store = must_open(folder.path()); }
  Database(folder.path("lapwing.db"), Database::Mode::read_write).set_version(kSchemaVersion + 1);
  for (auto* const open : {&Store::open, &Store::open_to_read}) {
    auto const store = open(folder.path());
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().kind, ErrorKind::storage);
    EXPECT_THAT(store.error().message, AllOf(HasSubstr(folder.path("lapwing.db")), HasSubstr("newer Lapwing")));
  }
}

TEST(Store, AFileThatIsNoDatabaseIsRefusedAndLeftAsItIs) {
  for (auto const& content :
       {std::string(5000, 'x'), std::string("hello"), std::string("SQLite format 3\0", 16) + std::string(200, '\7')}) {
    test::Folder folder;
    auto const path = folder.write("lapwing.db", content);
    for (auto* const open : {&Store::open, &Store::open_to_read}) {
      auto const store = open(folder.path());
      ASSERT_FALSE(store) << content;
      EXPECT_EQ(store.error().kind, ErrorKind::storage);
      EXPECT_THAT(store.error().message, AllOf(HasSubstr(path), HasSubstr("damaged")));
    }
    EXPECT_EQ(test::read_file(path), content);
  }
}

TEST(Store, ADamagedPageIsAnErrorWithARemedyNotACrash) {
  test::Folder folder;
  {
    auto store = must_open(folder.path());
    std::vector<Sample> samples;
    for (int i = 0; i < 5000; ++i) samples.push_back(sample(i, minute(i)));
    ASSERT_TRUE(store.commit(with_samples(samples)));
  }
  auto const bytes = test::read_file(folder.path("lapwing.db"));
  ASSERT_GT(bytes.size(), 100'000u);
  auto const damage_from = [&](std::size_t page) {
    auto damaged = bytes;
    std::fill(damaged.begin() + std::ptrdiff_t(page * 4096), damaged.end(), '\x5A');
    folder.write("lapwing.db", damaged);
    return damaged;
  };
  auto const says_what_to_do = AllOf(HasSubstr("damaged"), HasSubstr("restore a copy"));

  auto const hopeless = damage_from(1);  // not even the tables' names can be read
  auto const refused = Store::open(folder.path());
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, says_what_to_do);
  EXPECT_EQ(test::read_file(folder.path("lapwing.db")), hopeless) << "what may still be saved is left as it is";

  damage_from(bytes.size() / 4096 * 3 / 4);  // behind the roots of all tables
  auto store = must_open(folder.path());
  auto const history = store.load_history(watching());
  ASSERT_FALSE(history);
  EXPECT_THAT(history.error().message, says_what_to_do);
}

TEST(Store, ALevelThatDoesNotExistIsAnError) {
  test::Folder folder;
  auto store = must_open(folder.path());
  Commit commit;
  commit.incidents = {an_incident(1)};
  commit.debts = {{"team", 1, minute(1)}};
  ASSERT_TRUE(store.commit(commit));
  Database stranger(folder.path("lapwing.db"), Database::Mode::read_write);
  stranger.execute("INSERT INTO told (channel, incident, level, at) VALUES ('team', 1, 9, 0)");
  EXPECT_FALSE(store.owed("team"));
  EXPECT_FALSE(store.told("team"));
  stranger.execute("UPDATE incident SET level = -1");
  EXPECT_FALSE(store.load_state());
}

TEST(Store, ADirectoryThatCanNotBeMadeTellsTheRemedy) {
  test::Folder folder;
  auto const file = folder.write("file", "");
  for (auto const& directory : {file, file + "/state", std::string("/proc/lapwing")}) {
    auto const store = Store::open(directory);
    ASSERT_FALSE(store) << directory;
    EXPECT_EQ(store.error().kind, ErrorKind::storage);
    EXPECT_THAT(store.error().message, AllOf(HasSubstr(directory), HasSubstr("state directory")));
  }
}

TEST(OpenToRead, WhereThereIsNoStoreItSaysHowToMakeOneAndMakesNone) {
  test::Folder folder;
  for (auto const& directory : {folder.path(), folder.path("missing"), folder.write("file", "")}) {
    auto const store = Store::open_to_read(directory);
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().kind, ErrorKind::not_found);
    EXPECT_THAT(store.error().message, HasSubstr("`lapwing run`"));
  }
  EXPECT_FALSE(std::filesystem::exists(folder.path("lapwing.db")));
}

TEST(OpenToRead, AStoreThatWasNeverFinishedIsNotRead) {
  test::Folder folder;
  folder.write("lapwing.db", "");
  auto const store = Store::open_to_read(folder.path());
  ASSERT_FALSE(store);
  EXPECT_THAT(store.error().message, HasSubstr("start `lapwing run`"));
}

TEST(OpenToRead, SeesWhatIsCommittedAndCanWriteNothing) {
  test::Folder folder;
  auto daemon = must_open(folder.path());
  ASSERT_TRUE(daemon.commit(with_samples({sample(0.7, minute(1))})));
  auto reader = Store::open_to_read(folder.path());
  ASSERT_TRUE(reader);
  EXPECT_EQ(*reader->count_samples(), 1);
  ASSERT_TRUE(daemon.commit(with_samples({sample(0.7, minute(2))})));
  EXPECT_EQ(*reader->count_samples(), 2);
  auto const refused = reader->commit(with_samples({sample(0.7, minute(3))}));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("can not be written"));
}

}  // namespace
}  // namespace lapwing::store
