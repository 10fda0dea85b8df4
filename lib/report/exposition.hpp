// SPDX-License-Identifier: Apache-2.0
// How things stand, for Prometheus.
#pragma once

#include "core/level.hpp"
#include "report/material.hpp"
#include "report/poller_list.hpp"
#include "store/records.hpp"

#include <map>
#include <string>
#include <vector>

namespace lapwing::report {

/// What is exposed: few series, whatever is watched.
struct Exposed {
  std::string version;
  store::NewestSamples samples;       ///< of series that still come
  std::map<Level, std::size_t> open;  ///< incidents
  std::vector<PollerState> pollers;
  std::vector<ChannelFact> channels;
  std::vector<store::Counter> counters;
};

enum class ExpositionForm { text, openmetrics };

/// As of the Content-Type.
std::string_view content_type_of(ExpositionForm form);

/// Gauges, named by core/prometheus_name, of the newest samples: those of one column, artifact or job are left out, and
/// of each metric all but kMostSeries series; lapwing_series_left_out counts both. Minutes become seconds. Then
/// incidents by level, pollers, channels, the counters, lapwing_build_info.
/// Source: Prometheus docs, "Exposition formats" 0.0.4; OpenMetrics 1.0; read 2026-11.
std::string exposition(Exposed const& exposed, ExpositionForm form);

inline constexpr std::size_t kMostSeries = 200;

}  // namespace lapwing::report
