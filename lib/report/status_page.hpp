// SPDX-License-Identifier: Apache-2.0
// The running daemon at a glance, for a browser.
#pragma once

#include "report/document.hpp"
#include "report/incident_list.hpp"
#include "report/material.hpp"
#include "report/poller_list.hpp"

#include <string>
#include <vector>

namespace lapwing::report {

/// So many open incidents are shown, the worst of them, and so many that ended, so many sentences; the rest is
/// counted.
inline constexpr std::size_t kMostOpen = 30;
inline constexpr std::size_t kMostRecent = 10;
inline constexpr std::size_t kMostSilent = 20;

struct Overview {
  Document status;                         ///< Kind::status
  std::vector<alert::Incident> incidents;  ///< the open ones, worst first, then those that ended, newest first
  Asides asides;                           ///< of the open ones that are shown
  std::vector<PollerState> pollers;
  std::vector<ChannelFact> channels;
  std::vector<std::string> silent;  ///< what can never fire or be heard, a sentence each
  bool refreshes = true;            ///< whether the page comes again by itself, each minute
};

/// A page (report/html.hpp): verdict, incidents, sources, channels, the sections of the status, links to the reports.
std::string status_page(Overview const& overview);

}  // namespace lapwing::report
