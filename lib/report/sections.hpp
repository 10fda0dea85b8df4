// SPDX-License-Identifier: Apache-2.0
// What a report tells of, a section each. Pure functions of the material. A section that has nothing to tell says so
// in `empty`.
#pragma once

#include "report/material.hpp"

namespace lapwing::report {

/// Success rates, durations, flaky runs, the jobs that fail.
Section pipeline_section(Material const& material);
/// Of each model: its measures, with the best and the worst of the period, and how old it is.
Section model_section(Material const& material);
/// Of each data set: age, records, what is wrong with it.
Section data_section(Material const& material);
/// Minutes, artifacts, caches, the API's limit; when what grows is full.
Section resource_section(Material const& material);
/// Findings by severity, new and fixed ones, how old the scans are.
Section security_section(Material const& material);
/// What is open, what fired in the period and what that cost, and what may be done about it.
Section alert_section(Material const& material);
/// Whether the sources can be read.
Section source_section(Material const& material);
/// Whether the channels take what they are to tell, at present.
Section channel_section(Material const& material);
/// Every other number that there is, with its trend; what may serve as a baseline.
Section trend_section(Material const& material);
/// The guide's table: each criterion, its target and how it stands, from the figures of the other sections.
Section criteria_section(Material const& material, std::vector<Section> const& others);

}  // namespace lapwing::report
