// SPDX-License-Identifier: Apache-2.0
// Asio's own code, compiled once here and not in every file that includes it (BOOST_ASIO_SEPARATE_COMPILATION).
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
