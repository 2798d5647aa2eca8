// Tables behind handles, with their columns ready to be read in place.

#ifndef COINCIDE_SRC_CAPI_TABLE_VALUE_H_
#define COINCIDE_SRC_CAPI_TABLE_VALUE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "coincide/match/table.h"
#include "src/capi/call.h"

namespace coincide::capi {

struct ColumnView {
  std::string name;
  int32_t type = COINCIDE_OTHER;
  const void* data = nullptr;
};

struct TableValue {
  Table table;
  std::vector<ColumnView> columns;
  std::vector<std::shared_ptr<const void>> owners;  // Of what the views point to.
};
using HeldTable = Held<Kind::kTable, TableValue>;

void GiveTable(Table table, coincide_handle* out);
// Two or, if the second cannot be made, none.
void GiveTables(Table a, coincide_handle* out_a, Table b, coincide_handle* out_b);

}  // namespace coincide::capi

#endif  // COINCIDE_SRC_CAPI_TABLE_VALUE_H_
