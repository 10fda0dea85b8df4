// SPDX-License-Identifier: Apache-2.0
// From what the files say to what the poll brings: new versions once, and what is true now. Pure.
#pragma once

#include "poll/model_options.hpp"
#include "poll/model_sources.hpp"
#include "poll/poller.hpp"

#include <string_view>

namespace lapwing::poll {

/// Samples of each version that `cursor` does not know, at its training time and in that order; an event model.trained
/// for each; then, at `now` and per model, model.age and model.metric_missing of the newest version, and
/// model.unreadable_files. A version without any metric is not taken yet; one taken while its metadata file was not
/// readable is completed (samples, no event) once it is.
PollReport report_models(ModelReading const& reading, ModelMetricsOptions const& options, std::string_view cursor,
                         TimePoint now);

}  // namespace lapwing::poll
