// SPDX-License-Identifier: Apache-2.0
#include "exchange/export.hpp"

namespace lapwing::exchange {

Result<std::size_t> export_samples(store::Store& store, ExportWish const& wish, SampleWriter::Sink sink,
                                   std::function<void(double)> const& progress) {
  SampleWriter writer(wish.format, std::move(sink));
  std::size_t count = 0;
  auto const read = store.read_samples(wish.metrics, wish.span, [&](store::SamplePiece const& piece) {
    count += piece.points.size();
    if (progress) progress(piece.done);
    return writer.add(piece.metric, piece.labels, piece.points);
  });
  if (!read) return read.error();
  if (auto const finished = writer.finish(); !finished) return finished.error();
  return count;
}

}  // namespace lapwing::exchange
