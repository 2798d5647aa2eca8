#include "coincide/cell/cell.h"

int main() {
  const coincide::Cell cell = coincide::Cell::FromNested(6, 19456);
  return cell.Parent(3).Contains(cell) ? 0 : 1;
}
