// SPDX-License-Identifier: Apache-2.0
#include "command.hpp"
#include "report/metric_list.hpp"

namespace lapwing::daemon {

std::function<Exit()> make_metrics(CLI::App&, Common const& common) {
  return [&common] {
    print(common.json()                 ? report::metrics_as_json()
          : common.format == "markdown" ? report::metrics_as_markdown()
                                        : report::metrics_as_text());
    return Exit::fine;
  };
}

}  // namespace lapwing::daemon
