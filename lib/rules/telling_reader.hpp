// SPDX-License-Identifier: Apache-2.0
// The keys of an alert that say who is told, of what and how often: labels, notify, remind, no_data.
#pragma once

#include "config/map_reader.hpp"
#include "rules/rule.hpp"

namespace lapwing::rules {

/// `labels` and `notify` into `telling`. Whether there are such channels is not known here. Every fault becomes a
/// problem.
void read_telling(config::MapReader& map, Telling& telling);

/// `notify` alone.
void read_telling_channels(config::MapReader& map, Telling& telling);

/// `remind`: 12h, never, or a map {critical: 24h, warning: never}; what it does not name stays as it is in `remind`.
void read_remind(config::MapReader& map, Remind& remind);

/// `no_data`: off, or a map {warning: after 2 missed polls, critical: after 10 missed polls}.
void read_no_data(config::MapReader& map, NoData& no_data);

/// "off", "warning after 2 missed polls".
std::string text_of(NoData const& no_data);

}  // namespace lapwing::rules
