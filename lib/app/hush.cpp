// SPDX-License-Identifier: Apache-2.0
#include "app/hush.hpp"

#include "alert/reminding.hpp"
#include "core/text.hpp"

#include <algorithm>

namespace lapwing::app {

using namespace std::chrono_literals;
using alert::Silence;
using boost::asio::awaitable;

namespace {

constexpr std::size_t kLongestReason = 500;
/// Of long silences; short ones are told of at half time.
constexpr Duration kWord = 1h;

TimePoint word_at(Silence const& silence) {
  return silence.ends - std::min(kWord, (silence.ends - silence.begins) / 2);
}

Error no_reason() { return {ErrorKind::invalid, "a silence needs a reason (why), for those who wonder later"}; }

}  // namespace

Hush::Hush(Services& services, store::Store& store, Pipeline& pipeline, std::function<void()> on_change)
    : services_(services), store_(store), pipeline_(pipeline), on_change_(std::move(on_change)) {}

awaitable<Result<void>> Hush::load() {
  auto const now = services_.clock.now();
  auto read_silences = [this, now] { return store_.silences(now); };
  auto silences = co_await services_.store_worker.run(std::move(read_silences));
  if (!silences) co_return silences.error();
  attention_.silences = *std::move(silences);
  auto read_acks = [this] { return store_.acks(); };
  auto acks = co_await services_.store_worker.run(std::move(read_acks));
  if (!acks) co_return acks.error();
  attention_.acks = *std::move(acks);
  co_return Result<void>();
}

void Hush::adopt(std::vector<alert::QuietHours> quiet_hours, Zone zone, rules::Remind remind) {
  attention_.quiet_hours = std::move(quiet_hours);
  attention_.zone = zone;
  remind_ = remind;
}

std::optional<alert::Held> Hush::held(alert::Incident const& incident, Level told) const {
  auto const is_blind = [this](alert::Incident const& one) { return pipeline_.is_blind(one); };
  return alert::held(attention_, pipeline_.rules(), pipeline_.state(), is_blind, incident, told, services_.clock.now());
}

std::optional<Duration> Hush::remind(alert::Incident const& incident, std::int64_t reminders) const {
  if (attention_.ack_of(incident) != nullptr) return std::nullopt;
  auto const* const telling = alert::telling_of(pipeline_.rules(), incident.key.rule);
  return alert::wait_to_remind(telling == nullptr ? rules::Remind() : telling->remind, remind_, incident.level,
                               reminders);
}

awaitable<Result<Silence>> Hush::add(Wish wish, std::string who) {
  auto const now = services_.clock.now();
  auto const known = alert::labels_of_incidents(pipeline_.rules());
  auto matchers = alert::parse_matchers(wish.matchers, &known);
  if (!matchers) co_return matchers.error();
  if (trim(wish.why).empty()) co_return no_reason();
  if (wish.ends <= now) co_return Error{ErrorKind::invalid, "a silence must end in the future"};
  if (wish.ends - now > alert::kLongestSilence)
    co_return Error{ErrorKind::invalid,
                    "a silence lasts at most 90d; what nobody wants to hear of for longer, disable"};
  Silence silence;
  silence.text = std::move(wish.matchers);
  silence.matchers = *std::move(matchers);
  silence.begins = now;
  silence.ends = wish.ends;
  silence.who = who;
  silence.why = printable(wish.why, kLongestReason);
  store::AuditRow const row{
      now, who, "added: " + silence.text + " until " + attention_.zone.format(silence.ends) + ": " + silence.why};
  auto write = [this, silence, row] { return store_.add_silence(silence, row); };
  auto const id = co_await services_.store_worker.run(std::move(write));
  if (!id) co_return id.error();
  silence.id = *id;
  attention_.silences.push_back(silence);
  on_change_();
  co_return silence;
}

awaitable<Result<void>> Hush::remove(alert::SilenceId id, std::string who) {
  auto const now = services_.clock.now();
  auto const found = std::ranges::find(attention_.silences, id, &Silence::id);
  if (found == attention_.silences.end() || !found->holds(now)) {
    co_return Error{ErrorKind::not_found,
                    "no silence #" + std::to_string(id) + " holds now; `lapwing silence list` shows those that do"};
  }
  store::AuditRow const row{now, who, "silence #" + std::to_string(id) + " removed: " + found->text};
  auto write = [this, id, row] { return store_.end_silence(id, row); };
  auto const written = co_await services_.store_worker.run(std::move(write));
  if (!written) co_return written.error();
  std::erase_if(attention_.silences, [&](Silence const& one) { return one.id == id; });
  on_change_();
  co_return Result<void>();
}

awaitable<Result<alert::Ack>> Hush::acknowledge(alert::IncidentId id, std::string why, std::string who) {
  auto const& open = pipeline_.state().open;
  auto const found = open.find(id);
  if (found == open.end()) {
    std::vector<std::string> ids;
    for (auto const& [one, incident] : open) ids.push_back("#" + std::to_string(one));
    auto const which = ids.empty() ? std::string("none is") : "open: " + list_of(ids);
    co_return Error{ErrorKind::not_found, "incident #" + std::to_string(id) + " is not open (" + which + ")"};
  }
  auto const& incident = found->second;
  alert::Ack const ack{id, incident.level, services_.clock.now(), who, printable(why, kLongestReason)};
  store::AuditRow const row{ack.at, who,
                            "incident #" + std::to_string(id) + " " + incident.key.rule +
                                incident.key.labels.to_string() + " acknowledged at " +
                                std::string(name_of(ack.level)) + (ack.why.empty() ? "" : ": " + ack.why)};
  auto write = [this, ack, row] { return store_.acknowledge(ack, row); };
  auto const written = co_await services_.store_worker.run(std::move(write));
  if (!written) co_return written.error();
  attention_.acks[id] = ack;
  co_return ack;
}

void Hush::drop_ended_acks() {
  auto const& open = pipeline_.state().open;
  std::erase_if(attention_.acks, [&](auto const& entry) {
    auto const incident = open.find(entry.first);
    return incident == open.end() || attention_.ack_of(incident->second) == nullptr;
  });
}

awaitable<Result<void>> Hush::note(std::vector<store::AuditRow> rows) {
  auto write = [this, rows = std::move(rows)] { return store_.note(rows); };
  auto const written = co_await services_.store_worker.run(std::move(write));
  co_return written;
}

std::vector<alert::Incident> Hush::covered(Silence const& silence) const {
  std::vector<alert::Incident> out;
  for (auto const& [id, incident] : pipeline_.state().open) {
    if (alert::covers(silence, incident.key, alert::telling_of(pipeline_.rules(), incident.key.rule)))
      out.push_back(incident);
  }
  return out;
}

bool Hush::is_about_something(Silence const& silence) const {
  auto const& rules = pipeline_.rules();
  auto const is_covered = [&](alert::Key const& key) {
    return alert::covers(silence, key, alert::telling_of(rules, key.rule));
  };
  return std::ranges::any_of(pipeline_.state().standings, [&](auto const& one) { return is_covered(one.first); }) ||
         std::ranges::any_of(rules.events(), [&](auto const& rule) {
           return is_covered({rule.id, {}});
         });
}

std::optional<TimePoint> Hush::next_word() const {
  std::optional<TimePoint> next;
  for (auto const& one : attention_.silences) {
    if (!word_given_.contains(one.id)) next = std::min(next.value_or(word_at(one)), word_at(one));
  }
  return next;
}

void Hush::tell_what_ends() {
  auto const now = services_.clock.now();
  std::erase_if(attention_.silences, [&](Silence const& one) { return one.ends <= now; });
  for (auto const& one : attention_.silences) {
    if (word_at(one) > now || !word_given_.insert(one.id).second) continue;
    auto const under_it = covered(one);
    if (under_it.empty()) continue;
    std::vector<std::string> ids;
    for (auto const& incident : under_it) ids.push_back("#" + std::to_string(incident.id) + " " + incident.key.rule);
    // The store tells each event once: after a restart this one says nothing new.
    Arrived arrived;
    arrived.report.events.push_back({std::string(alert::kSilenceEnding),
                                     std::to_string(one.id),
                                     {{"silence", std::to_string(one.id)}},
                                     {{"matchers", one.text},
                                      {"who", one.who},
                                      {"why", one.why},
                                      {"ends", attention_.zone.format(one.ends)},
                                      {"ends_in", format_duration(one.ends - now)},
                                      {"open", list_of(ids)}},
                                     now});
    pipeline_.push(std::move(arrived));
  }
}

}  // namespace lapwing::app
