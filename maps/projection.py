"""Lambert's azimuthal equal-area projection, on a sphere: the middle of a sheet is where it touches the earth."""

import math
from dataclasses import dataclass

import numpy as np
import shapely

from maps.countries import MEAN_RADIUS

STEP = 0.25  # degrees; longer lines are bent by the projection


@dataclass(frozen=True)
class Lambert:
    """A projection centred on a place (degrees); points come out in kilometres, east and south of it."""

    longitude: float
    latitude: float

    def points(self, degrees: np.ndarray) -> np.ndarray:
        """Return points (longitude, latitude) as kilometres (east, south)."""
        east = np.radians(degrees[:, 0] - self.longitude)
        north, middle = np.radians(degrees[:, 1]), math.radians(self.latitude)
        cosine = math.sin(middle) * np.sin(north) + math.cos(middle) * np.cos(north) * np.cos(east)
        # The antipode lies all around the edge of the map; nothing is drawn as far as that.
        stretch = MEAN_RADIUS * np.sqrt(2 / np.maximum(1 + cosine, 1e-9))
        return np.stack(
            [
                stretch * np.cos(north) * np.sin(east),
                -stretch * (math.cos(middle) * np.sin(north) - math.sin(middle) * np.cos(north) * np.cos(east)),
            ],
            axis=1,
        )

    def shape(self, degrees):
        """Return a shape in degrees as one in kilometres."""
        return shapely.transform(shapely.segmentize(degrees, STEP), self.points)


def middle(shape) -> tuple[float, float]:
    """Return the place in the middle of a shape in degrees; its longitudes must run on across 180 degrees."""
    west, south, east, north = shape.bounds
    return round((west + east) / 2, 3), round((south + north) / 2, 3)


def unrolled(parts, near: float) -> list:
    """Return the parts of a shape, each turned by whole rounds so that it lies nearest to a longitude."""
    return [
        shapely.transform(part, lambda points, turns=turns: points - [360 * turns, 0])
        if (turns := round((middle(part)[0] - near) / 360))
        else part
        for part in parts
    ]
