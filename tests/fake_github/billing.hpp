// SPDX-License-Identifier: Apache-2.0
// The account's use of minutes, as the two billing endpoints tell it (each with a spelling of its own).
#pragma once

#include "fake_github/query.hpp"
#include "fake_github/records.hpp"
#include "fake_github/reply.hpp"

#include <map>
#include <string>

namespace lapwing::fake_github {

/// Day (2026-11-02) to minutes: whole minutes of each job that has ended by `now` in that month, a re-run's jobs again.
std::map<std::string, double> minutes_by_day(Timeline const& timeline, TimePoint now, int year, unsigned month);

/// …/usage/summary, or …/usage; parameters year and month, by default those of `now`.
Reply billing(Timeline const& timeline, TimePoint now, bool is_summary, Query const& query);

}  // namespace lapwing::fake_github
