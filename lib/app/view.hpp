// SPDX-License-Identifier: Apache-2.0
// How things stand, read from the store: what commands print and pages show is made from this. The reading blocks.
#pragma once

#include "alert/attention.hpp"
#include "app/report_job.hpp"
#include "report/incident_list.hpp"
#include "report/outbox_list.hpp"
#include "report/poller_list.hpp"
#include "store/store.hpp"

#include <limits>
#include <string>
#include <vector>

namespace lapwing::app {

/// What is taken from the configuration, in values of its own: a reload changes nothing under a reading.
struct View {
  struct Source {
    std::string name;
    std::string type;
    Schedule every;
    CatchUp catch_up;
  };
  ReportContext report;
  rules::RuleSet rules;
  notify::Routes routes;
  std::vector<alert::QuietHours> quiet_hours;
  std::vector<Source> sources;
  Duration kept;  ///< for so long are samples kept

  alert::PollerTypes poller_types() const;
};

/// Of options that are still whole: a daemon hands their rules and channels on.
View view_of(Options const& options);

/// What is stored of silences and acknowledgements, with what the configuration says of quiet hours. Errors: the
/// store's.
Result<alert::Attention> read_attention(store::Store& store, View const& view, TimePoint now);

/// What is to be said of the open ones among the first `most` of the incidents, beside what they are. Every open
/// incident has to be among `incidents`: one may wait for another. Errors: the store's.
Result<report::Asides> read_asides(store::Store& store, View const& view, std::vector<alert::Incident> const& incidents,
                                   TimePoint now, std::size_t most = std::numeric_limits<std::size_t>::max());

/// Every source of the configuration. Errors: the store's.
Result<std::vector<report::PollerState>> read_pollers(store::Store& store, View const& view, TimePoint now);

/// Every channel of the configuration with what the store has for it, and those that only the store knows; one alone
/// where `only` names it. Errors: the store's.
Result<std::vector<report::ChannelQueue>> read_queues(store::Store& store, View const& view, TimePoint now,
                                                      std::string const& only = "");

}  // namespace lapwing::app
