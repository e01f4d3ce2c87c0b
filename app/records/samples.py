"""What all blocks of samples on the wearer's clock share."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySamples:
    """Samples of days or nights in columns of equal length, and which days were told.

    `fold` is 1 where the wearer's clock showed a moment for the second time: in the repeated hour
    of a fall-back night, on a flight west, and where the samples of one day begin on the clock of
    another; else 0. `told` is no column: it names the days (or nights) that the answer speaks of.
    Each of them is replaced as a whole, even by nothing.
    """

    local_time: npt.NDArray[np.datetime64]
    fold: npt.NDArray[np.int8] = field(default=None)  # type: ignore[arg-type]  # zeros
    told: npt.NDArray[np.datetime64] = field(default=None)  # type: ignore[arg-type]  # its days

    def __post_init__(self) -> None:
        """Without other word no moment comes twice, and the days told are those with samples."""
        if self.fold is None:
            object.__setattr__(self, "fold", np.zeros(len(self.local_time), np.int8))
        if self.told is None:
            object.__setattr__(self, "told", np.unique(self.days))

    @property
    def days(self) -> npt.NDArray[np.datetime64]:
        """The day that each sample belongs to."""
        return self.local_time.astype("datetime64[D]")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedSamples(DaySamples):
    """The same, where the answer says which day or night a sample belongs to: `date`.

    It counts, whatever the day of the sample's own moment.
    """

    date: npt.NDArray[np.datetime64] = field(default=None)  # type: ignore[arg-type]  # as told

    def __post_init__(self) -> None:
        """Without other word a sample belongs to the day of its moment."""
        if self.date is None:
            object.__setattr__(self, "date", self.local_time.astype("datetime64[D]"))
        DaySamples.__post_init__(self)

    @property
    def days(self) -> npt.NDArray[np.datetime64]:
        """The day that each sample belongs to."""
        return self.date
