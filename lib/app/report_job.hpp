// SPDX-License-Identifier: Apache-2.0
// Reports from the store: in full for commands, in short for channels.
#pragma once

#include "app/options.hpp"
#include "notify/brief.hpp"
#include "report/material.hpp"
#include "store/store.hpp"

#include <functional>
#include <string>
#include <vector>

namespace lapwing::app {

/// What a report takes from the configuration.
struct ReportContext {
  std::string project;
  Zone zone = Zone::utc();
  report::Targets targets = {};
  std::vector<std::string> pollers = {};
  std::vector<std::string> channels = {};
  std::vector<report::AlertFact> alerts = {};
};

/// `rules` apart from the options: a running daemon has handed them on.
ReportContext report_context(Options const& options, rules::RuleSet const& rules);

/// Reads what the report of that kind as of that instant is made from, but for what can never fire
/// (app/silent_alerts). Blocks. Errors: the store's.
Result<report::Material> read_material(store::Store& store, ReportContext const& context, report::Kind kind,
                                       TimePoint at);

/// How each of these channels fares that has had anything to tell. Errors: the store's.
Result<std::vector<report::ChannelFact>> read_channels(store::Store& store, std::vector<std::string> const& names);

/// As a channel is told of it. The chart, if wanted, shows the first key figure that has one; drawing it takes some
/// tens of milliseconds.
notify::Brief brief_of(report::Document const& document, bool with_chart);

/// Both in one, for a report that is owed. The store must outlive it.
std::function<Result<notify::Brief>()> brief_job(store::Store& store, ReportContext context,
                                                 store::ReportDebt const& debt, bool with_chart);

}  // namespace lapwing::app
