// SPDX-License-Identifier: Apache-2.0
// How metrics are called where Prometheus reads them: lapwing_model_accuracy_ratio.
#pragma once

#include "core/catalogue.hpp"

#include <string>
#include <string_view>

namespace lapwing {

/// "ratio", "seconds", "bytes": base units as Prometheus names them; "" for counts and plain numbers.
std::string_view prometheus_unit(Unit unit);

/// lapwing_, the name with underscores, and the unit unless the name ends in it. Of a metric that the catalogue does
/// not have, without a unit.
std::string prometheus_name(std::string_view metric);

/// The metric of that name, or nullptr.
Metric const* find_prometheus_name(std::string_view name);

/// As it stands between the quotes of a label value and behind HELP: \, " and line ends are escaped.
std::string prometheus_escaped(std::string_view text);

}  // namespace lapwing
