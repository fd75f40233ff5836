"""Every layer that a record can name."""

from mobilec.layers.banded_table import BandedTable
from mobilec.layers.define_table import DefineTable
from mobilec.layers.dextra_table import DextraTable
from mobilec.layers.factorized_table import FactorizedTable
from mobilec.layers.fixed_attention import FixedAttention
from mobilec.layers.low_rank import LowRankLinear
from mobilec.layers.pieced_tucker import PiecedTuckerLinear
from mobilec.layers.seat import Seated, Sizes
from mobilec.layers.shared_tucker import SharedTuckerLinear
from mobilec.layers.tensor_train import TensorTrainLinear
from mobilec.layers.tucker import TuckerLinear

LAYERS: dict[str, type[Seated]] = {
    LowRankLinear.name: LowRankLinear,
    TensorTrainLinear.name: TensorTrainLinear,
    TuckerLinear.name: TuckerLinear,
    PiecedTuckerLinear.name: PiecedTuckerLinear,
    SharedTuckerLinear.name: SharedTuckerLinear,
    FactorizedTable.name: FactorizedTable,
    BandedTable.name: BandedTable,
    DefineTable.name: DefineTable,
    DextraTable.name: DextraTable,
    FixedAttention.name: FixedAttention,
}
"""Name to class. A new layer is a file beside this one and a line here."""


def layer_from(name: str, sizes: Sizes) -> Seated:
    """The layer of a record, without its weights."""
    return LAYERS[name].from_sizes(sizes)
