"""Words that every room shares: what code compares with a cell is declared here once, and refused if misspelt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

KNOWN = ("published", "carried", "estimated", "prior", "domestic")


@dataclass(frozen=True, slots=True)
class CommodityClass:
    """What sets one class of freight apart; all that the stages ask of a class stands here.

    name, words: id and name for people. train: assumptions whose product is the tonnes of a train. price: of a tonne
    on an arc, by the ``box`` over its load, as ``bulk``, or ``between`` the two. value_path: path of the price of its
    goods over the years. boxed: goes in containers; tanked:
    goes in tankers and is no part of counts "without oil".
    """

    name: str
    words: str
    train: tuple[str, ...]
    price: Literal["box", "bulk", "between"]
    value_path: str
    boxed: bool = False
    tanked: bool = False

    @property
    def usd_per_tonne(self) -> str:
        """The assumption on the value of a tonne."""
        return f"usd_per_tonne_{self.name}"

    @property
    def comes_back(self) -> str:
        """The assumption on the share of its laden trains that comes back over the same line."""
        return f"trains_back_share_{self.name}"

    @property
    def percent_per_day(self) -> str:
        """The assumption on what a day is worth, percent of the value."""
        return f"value_of_day_percent_{self.name}"


COMMODITIES = (
    CommodityClass(
        "container",
        "Containers",
        ("teu_per_train", "tonnes_per_teu_rail"),
        "box",
        "price_manufactures",
        boxed=True,
    ),
    CommodityClass("dry_bulk", "Dry bulk", ("tonnes_per_train_bulk",), "bulk", "price_metals_ores"),
    CommodityClass(
        "liquid_bulk", "Liquid bulk", ("tonnes_per_train_bulk",), "bulk", "price_energy", tanked=True
    ),
    CommodityClass(
        "general", "General cargo", ("tonnes_per_train_general",), "between", "price_manufactures"
    ),
)
CLASSES = tuple(c.name for c in COMMODITIES)
BOXED = next(i for i, c in enumerate(COMMODITIES) if c.boxed)  # position of the class in containers

CORRIDORS = ("sea", "northern", "transsib", "transcaspian", "southern", "road")

# What carries the freight of a corridor.
MODE_OF_CORRIDOR = {c: c if c in ("sea", "road") else "rail" for c in CORRIDORS}

# Corridors by rail: trains on all main hauls but for the ships of the Caspian and the Black Sea, which carry boxes
# from one railway to the next.
BY_RAIL = tuple(c for c, mode in MODE_OF_CORRIDOR.items() if mode == "rail")

# Who is paid for freight; a terminal is what loads, unloads, changes gauge or tranships.
CARRIERS = ("rail", "road", "sea", "ferry", "terminal")

CONFIDENCE = ("high", "medium", "low")

GAUGES = ("1435", "1520", "1668", "1435/1520", "1520/1435", "1435/1668", "1668/1435")


@dataclass(frozen=True, slots=True)
class Mode:
    """What sets one mode apart, prices and emissions (rules of ``network/cost``) aside.

    gateway: what its gateways are called; unit: what passes there and is counted; daily_cv: the assumption on how
    unlike the days at its gateways are; on_water: ships; routed: freight chooses it.
    """

    name: str
    words: str
    gateway: str
    unit: str
    daily_cv: str
    on_water: bool = False
    routed: bool = True


ALL_MODES = (
    Mode("rail", "Rail", "rail", "trains", "acceptance_daily_cv"),
    Mode("road", "Road", "road", "trucks", "road_daily_cv"),
    Mode("sea", "Sea", "port", "tonnes", "port_daily_cv", on_water=True),
    Mode("ferry", "Ferry", "ferry", "tonnes", "port_daily_cv", on_water=True),
    Mode("pipeline", "Pipeline", "", "tonnes", "", routed=False),
)
MODES = tuple(m.name for m in ALL_MODES)
ROUTED = tuple(m.name for m in ALL_MODES if m.routed)
AIR = "air"  # a way that is told beside the network, never on it
ON_LAND = tuple(m.name for m in ALL_MODES if m.routed and not m.on_water)
ON_WATER = tuple(m.name for m in ALL_MODES if m.on_water)
AT_GATEWAYS = {m.gateway: m for m in ALL_MODES if m.gateway}  # by what a gateway is called
GATEWAY_UNITS = tuple(dict.fromkeys(m.unit for m in AT_GATEWAYS.values()))

BASE_REPORTER = "BACI"

REPORTERS = (BASE_REPORTER, "CHN", "KAZ")

SOLVERS = ("projection", "algorithm-b", "frank-wolfe", "msa")  # of assignment, see flows/solvers.py

PER = (
    "hour of clearance",
    "unit a day",
    "USD per tonne",
)  # what a facility is changed by, see answers/values.py

FLOWS = ("CHN->KAZ", "KAZ->CHN", "total")

ALPHA2 = tuple(
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ "
    "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR "
    "GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO "
    "JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR "
    "MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO "
    "RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV "
    "TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW".split()
)

AT_SEA = "XX"  # the country of a strait

PLACE_KINDS = (
    "seaport",
    "dry port",
    "rail station",
    "city",
    "border crossing",
    "pipeline node",
    "chokepoint",
)

# operating; planned; under construction, perhaps with the year or years of opening; suspended since a year, perhaps
# until another.
LINK_STATUS = (
    r"operating|planned|under construction( \(20\d\d(-\d\d)?\)|/opened 20\d\d(-\d\d)?)?"
    r"|suspended since \d{4}( until \d{4})?"
)

ATTRIBUTES_OF_LINKS = tuple(
    "tracks electrified speed_kmh opened one_way tracks_planned gauge lanes section_km mountain_section_km "
    "design_speed_kmh design_speed_freight_kmh max_speed_kmh design_capacity_mt network_capacity_mt freight_use "
    "route_class route_class_hamm_minden".split()
)

# What a published length is of: the very section; from other stations than the places; a round figure; another line.
COVERS = ("section", "other_ends", "rounded", "other_line")

# What a forwarder must see of a way before it is booked.
FLAGS = ("sanctions", "permit", "reefer", "dangerous_goods")

BORDER_MODES = ("rail", "road", "terminal", "all", "sea", "ferry")

BORDER_METRICS = tuple(
    "capacity capacity_containers crossing_time_outbound crossing_time_avg crossing_cost_outbound crossing_cost_avg "
    "gauge_change_fee train_clearance_time clearance_time train_reloading_time train_processing_time trains "
    "trains_per_day trains_per_day_avg trains_per_day_max throughput speed_with_delay speed_without_delay dwell "
    "waiting queue opening_hours container_handling_time count routes share_eastbound share_westbound access_lanes "
    "electrified_std_tracks tracks track_capacity_gain yard_capacity gantry_cranes rtg_cranes wind_gust_note".split()
)

# What a backtest reads from a run.
BACKTEST_READINGS = tuple(
    "level undone_percent undone_exports_percent waiting held_vehicles held_wagons days".split()
)

PORT_METRICS = tuple(
    "capacity capacity_planned base_capacity new_terminal_capacity terminal_capacity_planned container_capacity "
    "container_capacity_added container_capacity_planned truck_capacity ferry_capacity ferry_wagon_capacity "
    "grain_terminal_capacity throughput container_throughput feeder_Constanta feeder_fleet berths container_berths "
    "dry_berths ferry_berths oil_berths cranes yard base_yard channel_depth draft_loss ship_load_limit "
    "container_vessel_time weather_closure ferries_available ferries_per_day_design ferry_calls_8m wagons_8m trucks_8m "
    "vehicles_10m crossing_TMKRW_min crossing_TMKRW_max trains_weekly train_interval containers_per_train".split()
)

SHIPS = ("ferry", "feeder", "dry cargo")

SCHEDULES = ("line", "charter")

# What jams: a direction of a gateway, a section of line, a direction of a line of ships.
FACILITY_KINDS = ("gateway", "section", "sailing", "held")

PROJECT_TYPES = tuple(
    "rail road port terminal shipping pipeline airport energy industry agriculture policy".split()
)

PROJECT_STATUS = ("completed", "under construction", "planned")

VOLUME_UNITS = (
    "trains",
    "TEU",
    "containers",
    "Mt",
    "t",
    "Gtkm",
    "vehicles",
    "calls",
    "bcm",
    "USD bn",
    "%",
)

# Words of a measure that tell one count of an object from another; part: any part of a year.
MEASURE_WORDS = tuple(
    "asia central dispatched europe kazakh outbound part russian sea suifenhe traffic turkmen uzbek xian".split()
)

FIGURE_KINDS = ("printed", "worked", "rough")  # how near a figure of counted.csv is to what is counted

EVIDENCE_TOPICS = tuple(
    "population grp gross_output trade_value trade_tonnes trade_structure value_per_tonne value_of_time mode_split "
    "rail_structure containerisation container_imbalance load capacity elasticity".split()
)

TARIFF_MODES = ("rail", "road", "sea", "ferry", "air", "multimodal", "terminal", "border", "vot")

MODES_OF_STUDIES = ("rail", "road", "sea")  # of price elasticities

EMISSION_MODES = ("rail", "road", "sea", "ferry", "inland", "air", "hub", "pipeline", "fuel")

EMISSION_SCOPES = ("WTW", "WTT", "TTW")

RATE_KINDS = ("annual_average", "annual_average_implied", "deflator", "daily_cross_2024-04-24")

GATEWAY_ROLES = ("capital", "main city", "port", "border")

BY_POPULATION = "population"

WEIGHT_BASES = (
    BY_POPULATION,
    "single gateway",
    "none: split by mode and route choice",
    "none: no population in Natural Earth",
)

EVENT_KINDS = (
    "signing",
    "launch",
    "opening",
    "summit",
    "state visit",
    "commission meeting",
    "target set",
    "chairmanship",
    "entry into force",
)

EVENT_STATUS = ("done", "planned", "superseded", "contradicted")

REDISTRIBUTE = ("yes", "facts only", "no")

PIVOT_KINDS = ("pivot", "assumption", "door")

PIVOT_UNITS = ("TEU", "t", "share")

# An observation: fitted to, seen while the model was built, or not.
LABELS = ("fitted", "seen", "unseen")

# What a run can be compared with, and the unit of the published figure.
QUANTITIES: Mapping[str, str] = {
    "kaz_chn_rail_mt": "Mt",
    "kaz_chn_road_mt": "Mt",
    "khorgos_rail_mt": "Mt",
    "khorgos_teu": "TEU",
    "khorgos_container_trains": "trains",
    "khorgos_container_trains_per_day": "trains/day",
    "alashankou_container_trains": "trains",
    "both_container_trains": "trains",
    "manzhouli_teu": "TEU",
    "manzhouli_trains": "trains",
    "transsib_trains": "trains",
    "europe_land_teu": "TEU",
    "europe_land_trains": "trains",
    "transcaspian_mt": "Mt",
    "transcaspian_teu": "TEU",
    "caspian_mt": "Mt",
    "aktau_mt": "Mt",
    "kuryk_mt": "Mt",
    "kuryk_trucks": "trucks",
    "alat_mt": "Mt",
    "alat_teu": "TEU",
    "poti_teu": "TEU",
    "turkmenbashi_alat_teu": "TEU",
    "kaz_rail_gtkm": "Gtkm",
    "kaz_rail_teu": "TEU",
    "kaz_transit_rail_mt": "Mt",
    "kaz_transit_china_mt": "Mt",
    "kaz_chn_trade_busd_CHN": "USD bn",
    "kaz_chn_trade_busd_KAZ": "USD bn",
    "china_central_asia_trade_busd": "USD bn",
    "khorgos_hours_2022": "h",
    "alashankou_hours_2022": "h",
    "china_rail_out_hours": "h",
    "altynkol_poti_days": "days",
    # Asked by `validate` alone.
    "alashankou_rail_mt": "Mt",
    "alashankou_teu": "TEU",
    "kaz_transit_teu": "TEU",
    "kaz_transit_europe_teu": "TEU",
    "kaz_uzb_rail_mt": "Mt",
    "china_central_asia_trains": "trains",
    "transcaspian_china_trains": "trains",
    "xian_trains": "trains",
    "xian_kaz_teu": "TEU",
    "baku_mt": "Mt",
    "baku_teu": "TEU",
    "aktau_teu": "TEU",
    "turkmenbashi_alat_calls": "calls",
}

# Systems of the cooperation: groups of the list, areas of the Belt and Road, and what kind of thing one is.
SYSTEM_GROUPS = (
    *("trade", "corridors", "borders", "energy", "industry", "agriculture"),
    *("digital", "finance", "education", "people", "institutions"),
)

AREAS = ("policy", "facilities", "trade", "finance", "people")

SYSTEM_TYPES = (
    *("agreement", "border asset", "border asset set", "concept", "corridor", "cultural work"),
    *("education asset", "energy asset", "energy infrastructure", "event", "event series", "financial flow"),
    *("flow system", "industrial asset", "infrastructure", "logistics asset", "market", "mechanism"),
    *("organisation", "place", "platform", "policy", "position", "principle set", "programme", "project"),
    *("ranking", "special zone", "target", "transport link"),
)

# The source texts that name a system, in their order.
TEXTS = ("S0", "S1", "S2", "S3", "S4")

# The parts that indicators play on the screen of an area.
SCREEN_PARTS = ("number", "deed", "promise")

# Statements of texts and the keys that they share with facts.
CLAIM_KINDS = tuple("position program indicator event mechanism project agreement asset target".split())

# From a word to a deed; what was called off stands beside.
CLAIM_STATUS = ("pledged", "planned", "ongoing", "done", "suspended", "cancelled")

COMPARATORS = ("=", ">", ">=", "<", "<=", "~")

CLAIM_UNITS = (
    *("USD", "CNY", "KZT", "CNY/USD", "KZT/USD"),
    *"percent MW kWh/yr t/yr persons persons/yr count rank ordinal years ratio trains boolean state".split(),
)

# What a statement is about or comes from; systems and places have tables of their own.
ENTITY_TYPES = ("country", "group", "pair", "person", "body", "system", "place")

# The part that an entity plays in a statement.
MENTION_ROLES = ("subject", "object", "speaker", "area", "system")

# What one statement has to do with another, or with a fact. repeats: the same of one origin. agrees, conflicts: of two
# origins, or by arithmetic. supersedes: a state or revision takes its place. advances: the same a step further.
# derives: follows from it by a closure. supports: the text joins them. measures: a figure that a goal is measured by.
# apart: looks alike and counts another thing.
LINK_RELATIONS = tuple("repeats agrees conflicts supersedes advances derives supports measures apart".split())

RANKS = ("preferred", "normal", "deprecated")

DATE_BASES = ("stated", "dateline", "content", "option")

REPORTER_BASES = ("stated", "inferred")

# flow: adds over time; level: of a moment; growth: over the same part of the year before; share: of a whole; state:
# holds until another is stated.
KEY_KINDS = tuple("flow level growth ratio share rank count ordinal age duration target met state".split())

CLOSURE_KINDS = tuple(
    "growth factor share sum currency parts target rate quotient product range age series count order".split()
)
