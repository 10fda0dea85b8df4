// SPDX-License-Identifier: Apache-2.0
#include "github/budget.hpp"

#include "core/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace lapwing::github {
namespace {

using namespace std::chrono_literals;

constexpr Duration kHour = 1h;
constexpr Duration kLongestPause = 1h + 1min;

/// Of a share of the hour's requests, this part may be used at once.
constexpr double kAtOnce = 0.5;

std::optional<long long> whole(nlohmann::json const& json, char const* key) {
  auto const found = json.find(key);
  if (found == json.end() || !found->is_number_integer()) return std::nullopt;
  return found->get<long long>();
}

}  // namespace

std::optional<Budget::Pause> Budget::pause(double share, TimePoint now) const {
  // A pause further away than any that is ever set is a clock that was set back.
  if (paused_until_ > now && paused_until_ <= now + kLongestPause) return Pause{paused_until_, paused_because_, true};
  if (!now_.remaining || !now_.reset || *now_.reset <= now) return std::nullopt;
  auto const passed = std::clamp(1.0 - double((*now_.reset - now).count()) / double(kHour.count()), 0.0, 1.0);
  auto const allowed = std::max(1.0, double(at_start_) * share);
  auto const by_now = std::max(1.0, allowed * std::min(1.0, kAtOnce + passed));
  auto const used = double(at_start_ - *now_.remaining);
  if (used < by_now) return std::nullopt;
  if (by_now >= allowed) return Pause{*now_.reset, "`use_at_most` of this hour's requests are used", false};
  // When the next one is earned.
  auto const part = std::min(1.0, (used + 1) / allowed - kAtOnce);
  auto const until = *now_.reset - kHour + Duration{std::int64_t(part * double(kHour.count()))};
  return Pause{std::clamp(until, now + 1s, *now_.reset), "requests are spread over the hour", false};
}

void Budget::take(Answer const& answer, TimePoint now) {
  auto const& told = answer.allowance;
  if (told.remaining) {
    bool const new_hour = !now_.reset || *now_.reset <= now || (told.reset && *told.reset > *now_.reset + 5min) ||
                          *told.remaining > now_.remaining.value_or(0);
    now_ = told;
    if (new_hour) {
      at_start_ = *told.remaining + 1;
      counted_ = 0;
    }
  }
  if (answer.kind != Answer::Kind::not_modified) ++counted_;
  if (answer.kind != Answer::Kind::limited) {
    hintless_ = 0;
    return;
  }
  auto wait = answer.until ? *answer.until - now : Duration{1min} * (1 << std::min(hintless_, 4));
  hintless_ = answer.until ? 0 : hintless_ + 1;
  wait = std::clamp<Duration>(wait, 1s, answer.until ? kLongestPause : Duration{15min});
  paused_until_ = now + wait;
  paused_because_ = answer.why;
}

nlohmann::json Budget::to_json() const {
  nlohmann::json json{{"start", at_start_}, {"counted", counted_}};
  if (now_.limit) json["limit"] = *now_.limit;
  if (now_.remaining) json["remaining"] = *now_.remaining;
  if (now_.reset) json["reset"] = to_millis(*now_.reset);
  if (paused_until_ > TimePoint{}) json["paused"] = {{"until", to_millis(paused_until_)}, {"why", paused_because_}};
  if (hintless_ > 0) json["hintless"] = hintless_;
  return json;
}

Budget Budget::from_json(nlohmann::json const& json) {
  Budget budget;
  if (!json.is_object()) return budget;
  budget.now_.limit = whole(json, "limit");
  budget.now_.remaining = whole(json, "remaining");
  if (auto const reset = whole(json, "reset")) budget.now_.reset = from_millis(*reset);
  budget.at_start_ = whole(json, "start").value_or(0);
  budget.counted_ = whole(json, "counted").value_or(0);
  budget.hintless_ = int(std::clamp(whole(json, "hintless").value_or(0), 0LL, 100LL));
  if (auto const paused = json.find("paused"); paused != json.end() && paused->is_object()) {
    budget.paused_until_ = from_millis(whole(*paused, "until").value_or(0));
    auto const why = paused->find("why");
    if (why != paused->end() && why->is_string()) budget.paused_because_ = printable(why->get<std::string>());
  }
  return budget;
}

}  // namespace lapwing::github
