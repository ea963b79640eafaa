"""What carriers keep of what buyers pay, as the equilibrium of trade takes it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jibek.ground.arrays import Array


@dataclass(frozen=True, slots=True)
class Takings:
    """What carriers keep beyond cost, in the base and now: shape (country,), in the unit of flows.

    charged: on the goods of each exporter, inside what its buyers pay; collected: income of each country. Both add up
    to the same.
    """

    charged_base: Array
    collected_base: Array
    charged: Array
    collected: Array

    @classmethod
    def none(cls, countries: int) -> Takings:
        """Nothing is kept: all that carriage takes is lost."""
        zero = np.zeros(countries)
        return cls(zero, zero, zero, zero)

    @property
    def still(self) -> Takings:
        """The base's, now too."""
        return Takings(self.charged_base, self.collected_base, self.charged_base, self.collected_base)
