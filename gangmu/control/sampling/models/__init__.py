"""The tables of sampling."""

from gangmu.control.sampling.models.places import Check, KeyPlace, Plan, PlanMember
from gangmu.control.sampling.models.results import Recall, Result, ResultList
from gangmu.control.sampling.models.rounds import Coverage, Required, Round, Site
from gangmu.control.sampling.models.tubes import Consignment, Parked, Specimen, Tube

__all__ = [
    "Check",
    "Consignment",
    "Coverage",
    "KeyPlace",
    "Parked",
    "Plan",
    "PlanMember",
    "Recall",
    "Required",
    "Result",
    "ResultList",
    "Round",
    "Site",
    "Specimen",
    "Tube",
]
