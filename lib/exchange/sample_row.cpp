// SPDX-License-Identifier: Apache-2.0
#include "exchange/sample_row.hpp"
