// SPDX-License-Identifier: Apache-2.0
// From the store to a file: never more than a piece of it in memory.
#pragma once

#include "exchange/sample_writer.hpp"
#include "store/store.hpp"

#include <functional>
#include <string>

namespace lapwing::exchange {

struct ExportWish {
  Format format = Format::csv;
  std::string metrics = "*";  ///< a pattern, as in core/text's matches_glob
  store::Span span = {TimePoint::min(), TimePoint::max()};
};

/// How many samples were written. `progress` hears the share that is done. Errors: the store's, the sink's.
Result<std::size_t> export_samples(store::Store& store, ExportWish const& wish, SampleWriter::Sink sink,
                                   std::function<void(double)> const& progress = {});

}  // namespace lapwing::exchange
