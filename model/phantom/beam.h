// The point spread function: what pulse and beam make of echoes at base band.
#pragma once

#include <vector>

#include "model/phantom/probe.h"
#include "model/phantom/propagation.h"
#include "model/phantom/scanner.h"

namespace sonolist::model {

// Echoes at base band: in phase and quadrature, grid.size() values each, row after row.
struct Echoes {
  explicit Echoes(int size) : in_phase(static_cast<std::size_t>(size)), quadrature(static_cast<std::size_t>(size)) {}
  std::vector<float> in_phase;
  std::vector<float> quadrature;
};

// Adds the echoes of boundaries, applies the losses on the way, and blurs by a Gaussian beam and pulse of unit energy:
// speckle keeps its brightness whatever their width. Thread safe.
void receive(const Propagation& propagation, const Scanner& scanner, const PolarGrid& grid, Echoes& echoes);

// Adds the power of the echoes to `power`.
void add_power(const Echoes& echoes, std::vector<float>& power);

}  // namespace sonolist::model
